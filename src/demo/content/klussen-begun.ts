// Klussen of the demo that were agreed: two that people work at, and one that is done. Days count from now.
import type { KlusStory } from '../story.ts'

export const begunKlussen: readonly KlusStory[] = [
  {
    author: 'daan',
    title: 'Aanvragen aan het water samen beoordelen',
    daysAgo: 24,
    closesIn: -14,
    body: 'Bij steigers en beschoeiing hebben we allebei een stukje van de vergunning. Een vergunningverlener van het waterschap werkt zes weken met ons mee, zodat een aanvrager één antwoord krijgt.',
    data: {
      purpose: 'request',
      result: 'Vijftien aanvragen beoordeeld, en een werkwijze die blijft.',
      forWhom: 'Bewoners met een huis aan het water',
      expertise: ['vergunningen', 'omgevingswet'],
      hoursTotal: 24,
      hoursPerWeek: 4,
      where: 'place',
      place: 'Stadhuis Lindewaarde',
      learn: 'Hoe een aanvraag er bij de gemeente uitziet voordat hij bij jullie komt.',
      loan: 'secondment',
    },
    startsIn: -13,
    endsIn: 29,
    responses: [
      {
        with: 'youssef',
        steps: [
          {
            daysAgo: 22,
            by: 'other',
            move: 'apply',
            payload: {
              motivation:
                'Ik zie de helft van die aanvragen nu ook al, alleen drie weken later. Ik doe het graag in één keer goed.',
            },
          },
          { daysAgo: 21, by: 'author', says: 'Mooi! Kun je op dinsdag? Dan zit ons hele team bij elkaar.' },
          { daysAgo: 21, by: 'other', says: 'Dinsdag past. Ik neem onze checklist mee.' },
          {
            daysAgo: 20,
            by: 'author',
            move: 'offer',
            payload: { conditions: 'Je krijgt een pas en een laptop van ons.' },
          },
          { daysAgo: 20, by: 'other', move: 'sign' },
          { daysAgo: 20, by: 'other', asks: 'joost' },
          {
            daysAgo: 18,
            by: 'other',
            manager: 'conditional',
            words: 'Op dinsdag. Bij hoogwater gaat het waterschap voor.',
          },
          { daysAgo: 17, by: 'author', move: 'sign' },
          { daysAgo: 16.5, by: 'other', move: 'sign' },
          { daysAgo: 13.6, by: 'other', move: 'start' },
          {
            daysAgo: 12.5,
            by: 'other',
            move: 'logHours',
            payload: { hours: 4, what: 'Eerste vijf aanvragen, kennismaking' },
          },
          { daysAgo: 6, by: 'author', move: 'confirmHours' },
          {
            daysAgo: 5.5,
            by: 'other',
            move: 'logHours',
            payload: { hours: 4.5, what: 'Vier aanvragen, werkwijze besproken' },
          },
        ],
      },
      {
        with: 'dirk',
        steps: [
          {
            daysAgo: 23,
            by: 'other',
            move: 'apply',
            payload: { motivation: 'Ik wil graag weten hoe vergunningen in het echt gaan.' },
          },
          {
            daysAgo: 19,
            by: 'author',
            move: 'reject',
            payload: {
              reason: 'experience',
              words:
                'Leuk dat je je meldde. We zoeken nu iemand die zelf tekent; in het voorjaar hebben we een meeloopplek, zal ik je dan bellen?',
            },
          },
        ],
      },
    ],
  },
  {
    author: 'peter',
    title: 'Leermiddag over bezwaar voorbereiden',
    daysAgo: 29,
    closesIn: -24,
    body: 'Een bezwaar begint vaak met een zin die niemand begreep. Met iemand uit de praktijk maken we een middag voor juristen en projectleiders samen.',
    data: {
      purpose: 'request',
      result: 'Een draaiboek met drie echte zaken, en een middag die gehouden is.',
      expertise: ['omgevingswet', 'participatie'],
      hoursTotal: 12,
      where: 'both',
      place: 'Provinciehuis Merenland',
      learn: 'Hoe de rechter naar jullie brieven kijkt.',
      loan: 'free',
    },
    startsIn: -21,
    endsIn: -4,
    responses: [
      {
        with: 'fatima',
        steps: [
          {
            daysAgo: 28,
            by: 'other',
            move: 'apply',
            payload: {
              motivation:
                'Ik stond vorig jaar drie keer tegenover een bezwaarmaker die gelijk had. Daar wil ik iets mee doen.',
            },
          },
          { daysAgo: 27, by: 'author', says: 'Die drie zaken wil ik horen. Donderdag bellen?' },
          { daysAgo: 26, by: 'author', move: 'offer' },
          { daysAgo: 26, by: 'other', move: 'sign' },
          { daysAgo: 26, by: 'other', asks: 'marijke' },
          { daysAgo: 25, by: 'other', manager: 'given' },
          { daysAgo: 21.6, by: 'other', move: 'start' },
          {
            daysAgo: 20,
            by: 'other',
            move: 'logHours',
            payload: { hours: 5, what: 'Zaken uitgezocht en anoniem gemaakt' },
          },
          { daysAgo: 12, by: 'other', move: 'logHours', payload: { hours: 6.5, what: 'Draaiboek en de middag zelf' } },
          { daysAgo: 11, by: 'author', move: 'confirmHours' },
          {
            daysAgo: 9,
            by: 'author',
            move: 'complete',
            payload: {
              learned: 'Een projectleider ziet in één oogopslag welke zin verkeerd gaat vallen. Wij lazen eroverheen.',
            },
          },
          {
            daysAgo: 8,
            by: 'other',
            move: 'confirmCompletion',
            payload: { learned: 'Schrijf op wat je níet hebt meegewogen, en waarom.' },
          },
          {
            daysAgo: 7,
            by: 'author',
            move: 'review',
            payload: {
              text: 'Fatima bracht de praktijk mee en stelde de vragen die wij vergaten. De middag zat vol en liep uit, omdat niemand weg wilde.',
            },
          },
          {
            daysAgo: 6,
            by: 'other',
            move: 'review',
            payload: { text: 'Goed voorbereid, en alle ruimte om het anders te doen. Ik zou zo weer ja zeggen.' },
          },
          { daysAgo: 5, by: 'other', move: 'showReview', payload: { shown: true } },
        ],
      },
    ],
  },
  {
    author: 'noor',
    title: 'Onze bewaarlijst naast die van een gemeente leggen',
    daysAgo: 19,
    closesIn: -10,
    body: 'Gemeente en provincie bewaren vaak hetzelfde, en vaak allebei een andere tijd. Met iemand van een gemeente leggen we twee lijsten naast elkaar.',
    data: {
      purpose: 'request',
      result: 'Eén tabel met verschillen, en een voorstel per verschil.',
      expertise: ['archiveren', 'informatiebeheer'],
      hoursTotal: 20,
      hoursPerWeek: 4,
      where: 'remote',
      loan: 'free',
    },
    startsIn: -8,
    endsIn: 18,
    responses: [
      {
        with: 'marijke',
        steps: [
          {
            daysAgo: 17,
            by: 'other',
            move: 'apply',
            payload: { motivation: 'Onze lijst is twaalf jaar oud. Dit is de stok achter de deur.' },
          },
          { daysAgo: 15, by: 'author', move: 'offer' },
          { daysAgo: 15, by: 'other', move: 'sign' },
          { daysAgo: 14, by: 'other', asks: 'grace' },
          { daysAgo: 12, by: 'other', manager: 'given' },
          { daysAgo: 8.6, by: 'other', move: 'start' },
          { daysAgo: 6, by: 'other', move: 'logHours', payload: { hours: 4, what: 'Vergunningdossiers vergeleken' } },
        ],
      },
    ],
  },
]
