// How the pleinen of the demo look: tokens of NL Design System over the theme that comes along, by day and on a dark screen.

interface Ramp {
  readonly 100: string
  readonly 200: string
  readonly 400: string
  readonly 500: string
  readonly 600: string
  readonly 700: string
}

/** The steps of the accent, from the lightest ground to the darkest text. */
function accent(ramp: Ramp): string {
  return Object.entries(ramp)
    .map(([step, colour]) => `--voorbeeld-kleuren-violet-${step}:${colour}`)
    .join(';')
}

/** The other colours when it is dark: grounds are dark, text is light, signs keep their colour. */
const night = `
  --voorbeeld-kleuren-wit:#10171f;
  --voorbeeld-kleuren-grijs-50:#17202a;
  --voorbeeld-kleuren-grijs-100:#1e2935;
  --voorbeeld-kleuren-grijs-200:#2a3847;
  --voorbeeld-kleuren-grijs-300:#3d4e60;
  --voorbeeld-kleuren-grijs-400:#9db0c3;
  --voorbeeld-kleuren-grijs-500:#b9c7d5;
  --voorbeeld-kleuren-grijs-600:#d3dde6;
  --voorbeeld-kleuren-grijs-700:#edf2f7;
  --voorbeeld-kleuren-rood-100:#3a1418;
  --voorbeeld-kleuren-rood-200:#541c22;
  --voorbeeld-kleuren-rood-400:#f2828a;
  --voorbeeld-kleuren-rood-500:#f7a0a6;
  --voorbeeld-kleuren-rood-600:#fbc2c6;
  --voorbeeld-kleuren-rood-700:#fee6e7;
  --voorbeeld-kleuren-oranje-100:#36200d;
  --voorbeeld-kleuren-oranje-400:#e99a63;
  --voorbeeld-kleuren-oranje-500:#f0b488;
  --voorbeeld-kleuren-oranje-700:#fdebdf;
  --voorbeeld-kleuren-groen-100:#0d2c18;
  --voorbeeld-kleuren-groen-200:#144223;
  --voorbeeld-kleuren-groen-400:#57c57e;
  --voorbeeld-kleuren-groen-500:#82d9a0;
  --voorbeeld-kleuren-groen-600:#b0e8c3;
  --voorbeeld-kleuren-groen-700:#dff7e7;
  --voorbeeld-kleuren-blauw-100:#0d2537;
  --voorbeeld-kleuren-blauw-400:#63b3e8;
  --voorbeeld-kleuren-blauw-500:#8cc8ef;
  --voorbeeld-kleuren-blauw-600:#b8ddf5;
  --voorbeeld-kleuren-blauw-700:#e2f2fb`

function themeOf({ day, dark }: { day: Ramp; dark: Ramp }): string {
  return `.plein {${accent(day)}}\n@media (prefers-color-scheme: dark) {.plein {${night};${accent(dark)}}}\n`
}

export const waterBlue = themeOf({
  day: { 100: '#e6f3f7', 200: '#cbe5ee', 400: '#0f7a99', 500: '#0b6480', 600: '#084c62', 700: '#05303e' },
  dark: { 100: '#0b2b37', 200: '#124253', 400: '#4fb6d6', 500: '#7fcce4', 600: '#aee0ef', 700: '#dcf3f9' },
})

export const leafGreen = themeOf({
  day: { 100: '#eaf5ea', 200: '#d2e9d2', 400: '#2f7d3a', 500: '#256a30', 600: '#1b5024', 700: '#103216' },
  dark: { 100: '#11301a', 200: '#1b4827', 400: '#63c077', 500: '#8ed49c', 600: '#b7e5c0', 700: '#e0f5e4' },
})
