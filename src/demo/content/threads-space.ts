// Threads about space and water: Omgevingswet, dikes, climate, groundwater.
import type { ThreadStory } from '../story.ts'

export const spaceThreads: readonly ThreadStory[] = [
  {
    group: 'omgevingswet',
    author: 'fatima',
    form: 'nieuws',
    title: 'Welkom! Zo gebruiken we deze groep',
    daysAgo: 24,
    pinned: true,
    body: 'Fijn dat je er bent. Een paar afspraken, zodat het voor iedereen prettig blijft:\n\n- Stel je vraag in de titel, dan vindt een ander hem later terug.\n- Schrijf erbij wat je al geprobeerd hebt.\n- Heb je het antwoord gevonden? Zet het eronder. Ook als je het zelf vond.\n\nVan {@joost} en {@hanna} kreeg ik de tip om elke maand één onderwerp uit te diepen. Deze maand: **vooroverleg**. #omgevingswet',
    comments: [
      {
        author: 'joost',
        body: 'Goed plan. Ik neem de watertoets mee, want die komt in het vooroverleg nog vaak te laat.',
      },
      {
        author: 'hanna',
        body: 'Ik doe mee vanuit de provincie. Volgende maand graag: hoe lees je elkaars omgevingsvisie?',
      },
    ],
    likes: ['joost', 'hanna', 'daan', 'anouk', 'peter'],
  },
  {
    group: 'omgevingswet',
    author: 'daan',
    form: 'praktijkverhaal',
    title: 'Van acht weken naar drie: vergunningen voor dakkapellen',
    daysAgo: 9,
    body: 'Vorig jaar duurde een dakkapel bij ons bijna acht weken. Nu gemiddeld drie. Wat we deden:\n\n1. De toets op welstand en de toets op het omgevingsplan lopen **tegelijk**, niet na elkaar.\n2. Eén collega per dag doet de intake, en belt meteen als er iets ontbreekt.\n3. We hebben een checklist van één kant A4 op de site gezet, met foto’s van wat wel en niet kan.\n\n| | 2024 | nu |\n|---|---|---|\n| gemiddelde duur | 54 dagen | 21 dagen |\n| direct compleet | 38% | 71% |\n| bezwaren | 6 | 5 |\n\nDe grootste winst zat niet in het systeem maar in dat telefoontje. #vergunningen #omgevingswet',
    comments: [
      {
        author: 'youssef',
        body: 'Herkenbaar. Bij steigers en duikers bellen wij nu ook binnen twee dagen. Het scheelt ons de helft van de aanvullingsbrieven.',
      },
      {
        author: 'daan',
        body: 'Houden jullie ook bij waar die telefoontjes over gaan? Dat is onze volgende stap.',
        answers: 0,
      },
      {
        author: 'youssef',
        body: 'Ja, in een simpel lijstje. Drie op de vier gaan over de situatietekening. Ik stuur je het lijstje.',
        answers: 1,
      },
      {
        author: 'peter',
        body: 'Mooi resultaat. Let er wel op dat je de aanhouding van de termijn schriftelijk bevestigt, ook als je al gebeld hebt.',
      },
      { author: 'fatima', body: 'Mag ik die checklist als voorbeeld bij onze werkinstructie zetten?' },
    ],
    likes: ['fatima', 'youssef', 'hanna', 'joost', 'marijke', 'ingrid'],
  },
  {
    group: 'omgevingswet',
    author: 'joost',
    form: 'discussie',
    title: 'Wanneer vraag jij het waterschap om advies?',
    daysAgo: 6,
    body: 'Ik zie grote verschillen. De ene gemeente belt bij het eerste idee, de andere stuurt het definitieve ontwerp. In het tweede geval kunnen wij alleen nog ‘ja, mits’ of ‘nee’ zeggen, en dat is voor niemand leuk.\n\nHoe gaat het bij jullie? En wat zou helpen: een vast spreekuur, een formulier, of gewoon een naam en een nummer? #watertoets',
    comments: [
      {
        author: 'fatima',
        body: 'Eerlijk: het hangt bij ons af van wie de aanvraag krijgt. Een vast spreekuur zou ik meteen in de agenda zetten.',
      },
      { author: 'daan', body: 'Een naam en een nummer. Formulieren hebben we genoeg.' },
      {
        author: 'hanna',
        body: 'Bij de provincie hebben we een tweewekelijks spreekuur voor gemeenten. Een half uur per plan, drie plannen per keer. Werkt verrassend goed.',
      },
      {
        author: 'joost',
        body: 'Dan begin ik ermee: vanaf december elke dinsdag tussen 10 en 12, online. Ik zet de link in deze groep.',
        answers: 2,
      },
      {
        author: 'grace',
        body: 'Mag ik daar ook een bewonersinitiatief in laten meedraaien? Ze willen een wadi in het plantsoen.',
        answers: 3,
      },
    ],
    likes: ['fatima', 'daan', 'hanna', 'grace', 'anouk'],
  },
  {
    group: 'omgevingswet',
    author: 'peter',
    form: 'blog',
    title: 'Participatie is vormvrij, maar niet vrijblijvend',
    daysAgo: 14,
    body: 'De wet vraagt van de aanvrager om te vertellen óf en hoe er is geparticipeerd. Meer niet. Toch gaat er in de praktijk veel mis, omdat niet duidelijk is wat wij er vervolgens mee doen.\n\nDrie dingen die helpen:\n\n- Zeg vooraf waarover iemand kan meedenken, en waarover niet meer.\n- Leg vast wat er gezegd is, in gewone woorden.\n- Motiveer in je besluit wat je ermee gedaan hebt. **Ook als je het niet hebt overgenomen.**\n\nDat laatste is geen beleefdheid, maar motiveringsplicht. #participatie',
    comments: [
      {
        author: 'anouk',
        body: 'Dat eerste punt is goud waard. Wij werken met een lijstje: ligt vast, ligt nog open, mag jij bepalen.',
      },
      { author: 'grace', body: 'Herkenbaar. Bewoners zijn minder boos over een nee dan over een nee zonder uitleg.' },
    ],
    likes: ['anouk', 'grace', 'fatima', 'hanna'],
  },
  {
    group: 'omgevingswet',
    author: 'hanna',
    form: 'signaal',
    title: 'Kaartlagen in het omgevingsplan vallen weg bij inzoomen',
    daysAgo: 2,
    body: 'Sinds de laatste bijwerking zie ik bij drie gemeenten dat de werkingsgebieden verdwijnen zodra je verder inzoomt dan 1:2500. Zien jullie dat ook? Dan meld ik het gezamenlijk.\n\n- [x] Lindewaarde\n- [ ] Oosterveen\n- [ ] Merenburg',
    comments: [
      {
        author: 'daan',
        body: 'Bij ons ook, sinds dinsdag. In de viewer van de leverancier staan ze er wél, dus de bron klopt.',
      },
      {
        author: 'hanna',
        body: 'Dank, dat helpt bij de melding. Ik zet het antwoord hieronder zodra ik iets hoor.',
        answers: 0,
      },
    ],
    likes: ['daan', 'fatima'],
  },
  {
    group: 'omgevingswet',
    author: 'grace',
    form: 'discussie',
    title: 'Hoe bereik je bewoners die nooit naar een avond komen?',
    daysAgo: 1,
    body: 'Volgende maand begint de herinrichting van het Stationsplein. Op de eerste avond kwamen 22 mensen, gemiddeld een jaar of zestig. De school, de taxistandplaats en de nachtopvang liggen aan hetzelfde plein.\n\nWat werkte bij jullie? Ik heb geld voor iets kleins, en vooral veel tijd om er te staan.',
    comments: [
      {
        author: 'anouk',
        body: 'Ga naar waar ze al zijn. Wij stonden drie ochtenden met koffie bij de pont. Dertig gesprekken per ochtend, en een stuk eerlijker dan in een zaaltje.',
      },
      {
        author: 'dirk',
        body: 'Op mijn stageplek lieten ze leerlingen van groep acht de plattegrond tekenen. Hun ouders kwamen daarna vanzelf kijken.',
      },
    ],
    likes: ['fatima', 'anouk', 'lotte'],
  },
  {
    group: 'dijkversterking',
    author: 'anouk',
    form: 'nieuws',
    title: 'Deelgebied Noord: ontwerp ligt ter inzage',
    daysAgo: 12,
    pinned: true,
    body: 'Het voorkeursontwerp voor de eerste zes kilometer is klaar. De dijk wordt gemiddeld veertig centimeter hoger; op vier plekken lossen we het op met een damwand, zodat er geen huizen hoeven te wijken.\n\nInloopavonden: 2 en 9 december in het dorpshuis van Vechterhuizen. Collega’s van gemeenten zijn van harte welkom, aan een eigen tafel naast de onze. #dijkversterking',
    comments: [
      { author: 'grace', body: 'Ik kom de negende. Handig als wij ook de plannen voor het fietspad meenemen?' },
      { author: 'anouk', body: 'Graag! Daar gaan de helft van de vragen over.', answers: 0 },
      {
        author: 'peter',
        body: 'Vergeet de publicatie in het gemeenteblad niet, naast die in het waterschapsblad. Eerder ging dat ergens mis.',
      },
    ],
    likes: ['grace', 'joost', 'lotte', 'fatima'],
  },
  {
    group: 'dijkversterking',
    author: 'lotte',
    form: 'praktijkverhaal',
    title: 'Een appgroep met 140 dijkbewoners: wat ik ervan leerde',
    daysAgo: 8,
    body: 'Op verzoek van bewoners begon ik een appgroep over de werkzaamheden. Ik zag ertegenop. Na een half jaar zou ik niet anders meer willen, met drie voorwaarden:\n\n1. **Alleen werk aan de dijk.** Over de wolf praat je ergens anders.\n2. **Ik antwoord op werkdagen voor 17.00 uur**, en zeg het ook als ik het nog niet weet.\n3. **Foto’s van de uitvoerder**, elke vrijdag drie stuks. Daar komen de leukste gesprekken uit.\n\nHet aantal meldingen bij het klantcontactcentrum daalde met een derde.',
    comments: [
      { author: 'samira', body: 'Wat doe je met vragen die over iemands eigen huis gaan?' },
      {
        author: 'lotte',
        body: 'Die neem ik meteen uit de groep: ‘ik bel je’. En dan bel ik ook echt dezelfde dag.',
        answers: 0,
      },
      {
        author: 'rutger',
        body: 'Staat die vrijdagfoto in het contract met de aannemer? Anders neem ik hem op in ons volgende bestek.',
      },
    ],
    likes: ['anouk', 'samira', 'grace', 'rutger'],
  },
  {
    group: 'dijkversterking',
    author: 'joost',
    form: 'dit-ging-mis',
    title: 'De kabel die niet op de tekening stond',
    daysAgo: 5,
    body: 'Bij het proefvak raakten we een middenspanningskabel. Niemand gewond, wel 600 huishoudens zonder stroom. De klic-melding was gedaan; de kabel lag anderhalve meter naast de plek.\n\nWat we nu anders doen: op elke vijftig meter een proefsleuf, **ook** als de tekening duidelijk lijkt. En we vragen de oudste buurman waar hij vroeger gegraven heeft. Die wist het namelijk.',
    comments: [{ author: 'anouk', body: 'Dank dat je dit deelt. Ik neem de proefsleuven mee in het plan voor Noord.' }],
    likes: ['anouk', 'lotte', 'sanne'],
  },
  {
    group: 'klimaatadaptatie',
    author: 'joost',
    form: 'praktijkverhaal',
    title: 'Wadi’s in de Merelstraat: één jaar later',
    daysAgo: 17,
    body: 'Vorig najaar legden we met de gemeente drie wadi’s aan. Het afgelopen jaar viel er twee keer meer dan 40 mm in een uur. **Geen water in de kelders**, waar dat in 2021 nog bij negen huizen gebeurde.\n\nMinder goed: het gras werd kort gemaaid, waardoor de bodem dichtsloeg. Nu maaien we twee keer per jaar en halen we het maaisel weg. Kosten: 6.400 euro per jaar, tegenover 5.900 voor gewoon gazon.',
    comments: [
      {
        author: 'ingrid',
        body: 'Mag ik deze cijfers gebruiken in het regionale overleg? Over beheer hoor ik anders alleen meningen.',
      },
      { author: 'joost', body: 'Zeker. De meetreeks staat als open data bij ons op de site.', answers: 0 },
      {
        author: 'grace',
        body: 'De buurt vond het eerst ‘een kuil’. Een bordje met uitleg hielp meer dan drie brieven.',
      },
    ],
    likes: ['ingrid', 'grace', 'sanne', 'hanna', 'meryem'],
  },
  {
    group: 'klimaatadaptatie',
    author: 'ingrid',
    form: 'discussie',
    title: 'Hittekaart: voor wie maken we hem eigenlijk?',
    daysAgo: 10,
    body: 'We hebben nu voor de hele provincie een hittekaart. Prachtig, maar ik hoor niemand zeggen: ‘dankzij de kaart hebben we dit gedaan’. Wie heeft er iets mee gedaan wat zonder kaart niet gebeurd was?',
    comments: [
      {
        author: 'grace',
        body: 'Wij legden hem naast de adressen van zorgwoningen. Daaruit kwam een lijst van elf plekken waar schaduw het eerst nodig is. Zonder kaart was dat een gevoel gebleven.',
      },
      {
        author: 'sanne',
        body: 'Pas op met conclusies per huis. Het raster is 10 bij 10 meter en de meting van één zomerdag.',
      },
    ],
    likes: ['grace', 'sanne', 'wouter'],
  },
  {
    group: 'klimaatadaptatie',
    author: 'meryem',
    title: 'Tegels eruit op ons eigen parkeerterrein',
    daysAgo: 3,
    body: 'Gisteren haalden we met twintig collega’s 312 tegels uit het parkeerterrein van het waterschapskantoor. Er komt een haag en een regenton van vijfduizend liter. Wie het ook wil doen: ik heb een draaiboek van één pagina, inclusief wie je om toestemming moet vragen (het waren er zes). #klimaatadaptatie',
    comments: [
      { author: 'fatima', body: 'Zes! Stuur maar door, ons terrein is groter.' },
      { author: 'wouter', body: 'Neem een gemengde haag, geen laurier. Ik help met de soortenlijst.' },
    ],
    likes: ['fatima', 'ingrid', 'joost', 'wouter', 'bram'],
  },
  {
    group: 'grondwater',
    author: 'sanne',
    form: 'nieuws',
    title: 'Grondwaterstanden eind november: boven het langjarig gemiddelde',
    daysAgo: 2,
    body: 'Na de natte oktober staan 41 van onze 56 peilbuizen boven het gemiddelde. Op de hoge zandgronden is het tekort van vorig jaar nog niet helemaal weg.\n\n| gebied | peilbuizen | t.o.v. gemiddelde |\n|---|---|---|\n| beekdalen | 22 | +18 cm |\n| flanken | 19 | +9 cm |\n| hoge zandgronden | 15 | -6 cm |\n\nDe ruwe reeksen staan zoals altijd als open data klaar. #grondwater #data',
    comments: [
      { author: 'wouter', body: 'Voor de natte heide is dit precies op tijd. Zie je ook verschil rond de beregening?' },
      { author: 'sanne', body: 'Nog niet te zien, daarvoor heb ik een half jaar langer nodig.', answers: 0 },
      { author: 'tom', body: 'Leuke reeks om mee te oefenen. Ik maak er een klein dashboard van, mag dat?' },
    ],
    likes: ['wouter', 'tom', 'hanna', 'youssef'],
  },
  {
    group: 'grondwater',
    author: 'youssef',
    form: 'discussie',
    title: 'Tijdelijke bemaling: hoe streng toetsen jullie op hergebruik?',
    daysAgo: 11,
    body: 'Bij bouwputten vragen we steeds vaker om het opgepompte water terug te brengen of te gebruiken. Aannemers vinden het duur. Wat is bij jullie een redelijke grens: een hoeveelheid, een duur, of de gevoeligheid van de omgeving?',
    comments: [
      {
        author: 'sanne',
        body: 'Kijk naar de omgeving. Tweehonderd kuub naast een natuurgebied is erger dan tienduizend naast het kanaal.',
      },
      { author: 'wouter', body: 'Eens. En denk aan het ijzergehalte als je het op een ven wilt lozen.' },
    ],
    likes: ['sanne', 'wouter'],
  },
]
