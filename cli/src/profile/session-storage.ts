import type { Settings } from "./settings.ts";

/** Stores the SDK's session in the profile, so that a refreshed token is there for the next command. */
export function sessionStorage({ config, profileName }: Settings) {
  return {
    getItem: () => config.profile(profileName)?.session?.record ?? null,
    setItem: (_name: string, record: string) => {
      const profile = config.profile(profileName);
      if (profile?.session === undefined) return;
      config.write(profileName, { ...profile, session: { ...profile.session, record } });
    },
  };
}
