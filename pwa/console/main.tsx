import { render } from 'preact'
import '../ui/base.css'
import { Console } from './console.tsx'

const root = document.getElementById('root')
if (root) render(<Console />, root)
