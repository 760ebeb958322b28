// The list of subjects that the whole network shares, in plain words and in groups: suggestions for profiles, klussen
// and availability. Everybody may add his own; what matches does so letter by letter, so the list is Dutch everywhere.

export interface ThemeGroup {
  /** As it stands in URLs. */
  readonly name: string
  readonly nl: string
  readonly en: string
  /** Lower case. */
  readonly themes: readonly string[]
}

export const themeGroups: readonly ThemeGroup[] = [
  {
    name: 'leefomgeving',
    nl: 'Ruimte en leefomgeving',
    en: 'Space and environment',
    themes: [
      'omgevingswet',
      'ruimtelijke ordening',
      'omgevingsplan',
      'vergunningen',
      'toezicht en handhaving',
      'stikstof',
      'milieu',
      'natuur en landschap',
      'stedenbouw',
      'erfgoed',
    ],
  },
  {
    name: 'wonen',
    nl: 'Wonen en bouwen',
    en: 'Housing and building',
    themes: ['woningbouw', 'volkshuisvesting', 'vastgoed', 'grondzaken', 'bouwtoezicht'],
  },
  {
    name: 'water',
    nl: 'Water en klimaat',
    en: 'Water and climate',
    themes: [
      'waterbeheer',
      'waterveiligheid',
      'waterkwaliteit',
      'riolering',
      'klimaatadaptatie',
      'energietransitie',
      'warmtetransitie',
      'circulaire economie',
      'duurzaamheid',
    ],
  },
  {
    name: 'verkeer',
    nl: 'Verkeer en openbare ruimte',
    en: 'Traffic and public space',
    themes: [
      'mobiliteit',
      'verkeersveiligheid',
      'openbaar vervoer',
      'wegbeheer',
      'beheer openbare ruimte',
      'groenbeheer',
    ],
  },
  {
    name: 'sociaal',
    nl: 'Zorg en samenleving',
    en: 'Care and society',
    themes: [
      'jeugdzorg',
      'wmo',
      'schuldhulpverlening',
      'participatiewet',
      'inburgering',
      'onderwijs',
      'gezondheid',
      'sport',
      'cultuur',
      'opvang en asiel',
      'armoedebestrijding',
      'wijkgericht werken',
    ],
  },
  {
    name: 'veiligheid',
    nl: 'Veiligheid',
    en: 'Safety',
    themes: ['openbare orde', 'ondermijning', 'crisisbeheersing', 'brandveiligheid', 'zorg en veiligheid'],
  },
  {
    name: 'economie',
    nl: 'Economie en landelijk gebied',
    en: 'Economy and countryside',
    themes: ['economie', 'arbeidsmarkt', 'landbouw', 'landelijk gebied', 'toerisme', 'subsidies'],
  },
  {
    name: 'democratie',
    nl: 'Bestuur en democratie',
    en: 'Government and democracy',
    themes: [
      'participatie',
      'gemeenteraad en griffie',
      'bestuursadvies',
      'verkiezingen',
      'regionale samenwerking',
      'europa',
      'open overheid',
      'juridische zaken',
      'bezwaar en beroep',
    ],
  },
  {
    name: 'digitaal',
    nl: 'Digitaal en informatie',
    en: 'Digital and information',
    themes: [
      'dienstverlening',
      'burgerzaken',
      'digitalisering',
      'informatiebeveiliging',
      'privacy',
      'archivering',
      'informatiebeheer',
      'data-analyse',
      'geo-informatie',
      'kunstmatige intelligentie',
      'digitale toegankelijkheid',
      'basisregistraties',
      'informatiearchitectuur',
      'functioneel beheer',
    ],
  },
  {
    name: 'bedrijfsvoering',
    nl: 'Organisatie en bedrijfsvoering',
    en: 'Organisation and operations',
    themes: [
      'inkoop en aanbesteden',
      'financiën',
      'planning en control',
      'personeel en organisatie',
      'communicatie',
      'eenvoudige taal',
      'facilitaire zaken',
      'belastingen',
    ],
  },
  {
    name: 'vaardigheden',
    nl: 'Manieren van werken',
    en: 'Ways of working',
    themes: [
      'projectleiding',
      'procesbegeleiding',
      'beleid schrijven',
      'onderzoek en evaluatie',
      'gebruikersonderzoek',
      'verandermanagement',
      'leren en ontwikkelen',
      'opgavegericht werken',
    ],
  },
]

/** All subjects, in the order of the alphabet. */
export const themes: readonly string[] = themeGroups
  .flatMap((group) => group.themes)
  .toSorted((a, b) => a.localeCompare(b, 'nl'))

/** The group of that name. */
export function findThemeGroup(name: string): ThemeGroup | undefined {
  return themeGroups.find((group) => group.name === name)
}
