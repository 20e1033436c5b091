import { render } from 'preact'
import '../ui/base.css'
import { Portal } from './portal.tsx'

const root = document.getElementById('root')
if (root) render(<Portal />, root)
