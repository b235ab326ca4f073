import {
  createPasskey,
  type PasskeyClient,
  passkeySupport,
  showPasskey,
  signInWithPasskey,
} from "@cf-auth/client/passkeys";

/** Starts to use passkeys, which only a browser's secure page can: elsewhere the service isn't called. */
export async function run() {
  const { supported } = await passkeySupport();
  const start = () => Promise.reject(new Error("started"));
  const calls = { start, finish: start };
  const client: PasskeyClient = { auth: { passkeys: { register: calls, signIn: calls, stepUp: calls } } };
  const expected = supported ? "started" : "passkeys_not_supported";
  const isExpected = async (call: Promise<unknown>) =>
    await call.then(
      () => false,
      ({ code, message }) => (code ?? message) === expected,
    );
  return {
    created: await isExpected(createPasskey(client)),
    signedIn: await isExpected(signInWithPasskey(client)),
    shown: await isExpected(showPasskey(client)),
  };
}

export const sees: Awaited<ReturnType<typeof run>> = { created: true, signedIn: true, shown: true };
