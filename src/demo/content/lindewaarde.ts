// Gemeente Lindewaarde: its people and groups. Everything here is invented.
import type { PleinStory } from '../story.ts'

export const lindewaarde: PleinStory = {
  name: 'lindewaarde',
  organisation: 'Gemeente Lindewaarde',
  type: 'gemeente',
  admin: 'marijke',
  people: [
    {
      handle: 'fatima',
      name: 'Fatima El Amrani',
      jobTitle: 'Projectleider Omgevingswet',
      unit: 'Ruimte en Wonen',
      topics: ['omgevingswet', 'participatie', 'vergunningen'],
      about:
        'Ik help collega’s om met de Omgevingswet te werken zonder dat het een papieren werkelijkheid wordt. Bel me gerust.',
      available: { hoursPerWeek: 4, note: 'Liefst iets met bewoners erbij.' },
      face: { skin: 'tan', hair: 'scarf', colour: '#7a4b8c', clothes: '#2f6f73' },
    },
    {
      handle: 'marijke',
      name: 'Marijke de Wit',
      jobTitle: 'Informatiemanager',
      unit: 'Informatievoorziening',
      topics: ['archiveren', 'informatiebeheer', 'woo'],
      about: 'Beheerder van dit plein. Vragen over je account of een nieuwe groep? Stuur me een bericht.',
      face: { skin: 'light', hair: 'bob', colour: '#b8763b', clothes: '#3c4f76', glasses: true },
    },
    {
      handle: 'daan',
      name: 'Daan Hoekstra',
      jobTitle: 'Vergunningverlener',
      unit: 'Vergunningen, Toezicht en Handhaving',
      topics: ['vergunningen', 'omgevingswet', 'horeca'],
      about: 'Sinds 2014 aan de balie en achter het scherm. Liefhebber van een goed vooroverleg.',
      face: { skin: 'light', hair: 'short', colour: '#6b4a2b', clothes: '#8c3b3b', beard: true },
    },
    {
      handle: 'priya',
      name: 'Priya Ramdin',
      jobTitle: 'Inkoopadviseur',
      unit: 'Bedrijfsvoering',
      topics: ['inkoop', 'duurzaamheid', 'social return'],
      about: 'Maatschappelijk verantwoord inkopen is geen hoofdstuk achteraan in het bestek, het begint bij de vraag.',
      face: { skin: 'brown', hair: 'long', colour: '#241a16', clothes: '#c0672f' },
    },
    {
      handle: 'willem',
      name: 'Willem Bakker',
      jobTitle: 'Beleidsadviseur Jeugd',
      unit: 'Samenleving',
      topics: ['jeugdzorg', 'wijkteams', 'preventie'],
      about: 'Ik werk aan jeugdhulp die op tijd komt. Twee dagen per week in het wijkteam Noord.',
      face: { skin: 'light', hair: 'grey', colour: '#9a9a9a', clothes: '#4d6b3c', glasses: true },
    },
    {
      handle: 'samira',
      name: 'Samira Yilmaz',
      jobTitle: 'Adviseur dienstverlening',
      unit: 'Klantcontactcentrum',
      topics: ['dienstverlening', 'klare taal', 'toegankelijkheid'],
      about: 'Brieven die je in één keer begrijpt. Schrijft mee met wie daarom vraagt.',
      face: { skin: 'tan', hair: 'curly', colour: '#3a2419', clothes: '#a83f6b' },
    },
    {
      handle: 'tom',
      name: 'Tom van Dongen',
      jobTitle: 'Data-analist',
      unit: 'Informatievoorziening',
      topics: ['data', 'dashboards', 'privacy'],
      about: 'Cijfers bij beleid, en het verhaal achter de cijfers. Python, SQL en een wandeling tussen de middag.',
      available: { hoursPerWeek: 4, note: 'Kaarten, cijfers en alles daartussen.' },
      face: { skin: 'light', hair: 'curly', colour: '#c98f3d', clothes: '#3d5a80', glasses: true },
    },
    {
      handle: 'grace',
      name: 'Grace Owusu',
      jobTitle: 'Wijkmanager Centrum',
      unit: 'Samenleving',
      topics: ['participatie', 'wijken', 'leefbaarheid'],
      about: 'Je vindt me vaker op het plein dan op kantoor. Koffie? Buurthuis De Linde, woensdagochtend.',
      face: { skin: 'dark', hair: 'bun', colour: '#1f1613', clothes: '#d19a2a' },
    },
  ],
  groups: [
    {
      handle: 'omgevingswet',
      name: 'Omgevingswet in de praktijk',
      owner: 'fatima',
      about:
        'Voor wie dagelijks met de **Omgevingswet** werkt, bij gemeente, waterschap of provincie. Hier delen we wat werkt, wat niet werkt en wat we nog moeten uitzoeken.\n\nStel je voor met één zin: wat doe jij met de wet?',
      members: ['daan', 'grace', 'marijke', 'joost', 'anouk', 'hanna', 'youssef', 'peter', 'ingrid', 'sanne'],
    },
    {
      handle: 'klare-taal',
      name: 'Klare taal',
      owner: 'samira',
      about:
        'Leg je brief, webtekst of formulier voor. Wij lezen mee en schrijven mee. Doel: taalniveau B1, zonder kinderachtig te worden.',
      members: ['willem', 'fatima', 'daan', 'lotte', 'bram', 'ingrid'],
    },
    {
      handle: 'jeugdhulp',
      name: 'Jeugdhulp in de wijk',
      owner: 'willem',
      about:
        'Over toegang, wijkteams en samenwerking met huisartsen en scholen. **Geen gegevens van kinderen of gezinnen**, ook niet zonder naam.',
      members: ['grace', 'samira', 'tom', 'noor'],
    },
    {
      handle: 'inkoop',
      name: 'Slim en maatschappelijk inkopen',
      owner: 'priya',
      about: 'Bestekken, criteria, ervaringen met leveranciers. We delen alles wat al openbaar is of mag worden.',
      members: ['marijke', 'tom', 'kees', 'meryem', 'rutger', 'noor'],
    },
  ],
}
