import { useModel } from '@preact/signals'
import { useEffect } from 'preact/hooks'
import type { Profile } from '../../../schema/api/account.ts'
import type { Role } from '../../../schema/policy.ts'
import { Button } from '../../ui/button.tsx'
import { Loaded } from '../../ui/loaded.tsx'
import { Section } from '../../ui/section.tsx'
import { ProfileModel } from '../state/profile.ts'
import { Fact, Facts } from './facts.tsx'
import { NameDialog } from './name-dialog.tsx'

const roleNames: Record<Role, string> = {
  user: 'User',
  admin: 'Administrator',
  super_admin: 'Super administrator',
}

/** Who I am here. */
export const ProfileSection = ({ onRenamed }: { onRenamed: () => void }) => {
  const model = useModel(ProfileModel)
  useEffect(() => void model.profile.load(), [])
  const save = async (name: string) => (await model.rename(name)) && onRenamed()
  return (
    <Section
      title="Profile"
      lead="Your display name is yours to choose. Administrators keep the rest up to date."
    >
      <Loaded state={model.profile.state.value} onRetry={() => void model.profile.load()}>
        {(profile) => (
          <>
            <ProfileFacts profile={profile} onEdit={model.askForName} />
            {model.renaming.value && (
              <NameDialog
                title="Change your display name"
                label="Display name"
                name="displayName"
                hint="What others see. Leave it empty to go by your username."
                value={profile.displayName}
                maxLength={128}
                optional
                change={model.change}
                onSave={(name) => void save(name)}
                onClose={model.close}
              />
            )}
          </>
        )}
      </Loaded>
    </Section>
  )
}

const ProfileFacts = ({ profile, onEdit }: { profile: Profile; onEdit: () => void }) => (
  <Facts>
    <Fact
      name="Display name"
      value={profile.displayName}
      action={
        <Button small aria-label="Change display name" onClick={onEdit}>
          Change
        </Button>
      }
    />
    <Fact name="Username" value={profile.username} />
    <Fact name="E-mail" value={profile.email} />
    <Fact name="Phone" value={profile.phone} />
    <Fact name="Role" value={roleNames[profile.role]} />
    <Fact name="Groups" value={profile.groups.join(', ') || 'None'} />
  </Facts>
)
