// All components on a few pages, as a feature of its own: for axe and for looking at.
import type { VNode } from 'preact'
import type { PageRequest } from '../../src/core/pages.ts'
import { page } from '../../src/web/kit.ts'
import type { WebFeature } from '../../src/web/server.ts'
import {
  Alert,
  Avatar,
  Badge,
  Breadcrumbs,
  Button,
  ButtonLink,
  Byline,
  type BylineCard,
  Card,
  CardLink,
  Checkbox,
  Cluster,
  DefinitionList,
  EmptyState,
  ErrorSummary,
  FileField,
  Form,
  Heading,
  Icon,
  Link,
  MarkdownField,
  Moment,
  More,
  Paragraph,
  RadioGroup,
  RichText,
  Select,
  Stack,
  Table,
  Tabs,
  Tag,
  TextArea,
  TextField,
  WithSide,
} from '../../views/ds/index.ts'

const fatima: BylineCard = {
  name: 'Fatima el Idrissi',
  path: '/@fatima',
  picture: undefined,
  jobTitle: 'Beleidsadviseur klimaatadaptatie',
  organisation: 'Gemeente Zandstede',
  elsewhere: false,
  handle: 'fatima',
}
const joost: BylineCard = {
  ...fatima,
  name: 'Joost van der Meulen-Hoogeveen',
  path: '/@joost@waterschap.example',
  jobTitle: 'Hydroloog',
  organisation: 'Waterschap Rijn en Geul',
  elsewhere: true,
  handle: 'joost@waterschap.example',
}

const written = `<p>Vorige maand hebben we in de <a href="/g/klimaat">Stationswijk</a> alle 214 putten nagelopen. De helft zat dicht met blad, en bij een kwart klopte de tekening niet met wat we buiten vonden. Dat verklaart waarom de Spoorstraat bij iedere bui blank staat.</p>
<h2>Wat we anders doen</h2>
<ul><li>Bewoners melden een volle put met één foto.</li><li>De ploeg krijgt de meldingen op volgorde van hoogte, niet van binnenkomst.</li></ul>
<blockquote><p>Een put die niemand kent, maakt ook niemand schoon.</p></blockquote>
<table><thead><tr><th>Wijk</th><th>Putten</th><th>Verstopt</th></tr></thead><tbody><tr><td>Stationswijk</td><td>214</td><td>107</td></tr><tr><td>Noord</td><td>380</td><td>61</td></tr></tbody></table>
<pre tabindex="0"><code>select wijk, count(*) from put where verstopt group by wijk order by 2 desc</code></pre>`

const now = '2026-11-22T12:00:00.000Z'

function StreamCard(props: {
  request: PageRequest
  card: BylineCard
  title: string
  text: string
  index: number
}): VNode {
  const { request, card, title, text, index } = props
  return (
    <Card href={`/item/${index}`}>
      <Byline
        card={card}
        moment={<Moment instant="2026-11-21T13:05:00.000Z" now={now} t={request.t} />}
        t={request.t}
      />
      <Heading level={2} look={3}>
        {title}
      </Heading>
      <Paragraph>{text}</Paragraph>
      <Cluster>
        <span class="dv-small">
          <Icon name="notebook" /> Praktijkverhaal in <Link href="/g/klimaat">Klimaatadaptatie</Link>
        </span>
        <Tag href="/tag/riolering" label="riolering" />
        <Tag href="/tag/hitte" label="hitte" />
        <span class="dv-small">12 reacties</span>
      </Cluster>
    </Card>
  )
}

function Stream({ request }: { request: PageRequest }): VNode {
  const items = [
    [
      '214 putten op één dag: wat de regen ons leerde',
      'De helft zat dicht met blad, en bij een kwart klopte de tekening niet met wat we buiten vonden.',
    ],
    [
      'Dit ging mis: een bewonersavond zonder bewoners',
      'We hadden zaal, koffie en drie deskundigen. Er kwamen twee mensen, van wie één voor de koffie.',
    ],
    [
      'Hoe leggen jullie een grondwaterstand uit aan een wethouder?',
      'Ik zoek een plaatje dat klopt en dat ook nog iemand begrijpt.',
    ],
  ] as const
  return (
    <WithSide sideLabel="Over deze groep" side={<About />}>
      <Stack space="large">
        <Stack>
          <Cluster spread>
            <Heading level={1}>Klimaatadaptatie</Heading>
            <Form inline label="Lid worden">
              <Button label="Lid worden" appearance="primary" icon="plus" />
            </Form>
          </Cluster>
          <Paragraph lead>Wat doen we tegen hitte, droogte en wateroverlast, en wat werkt er echt?</Paragraph>
          <Tabs
            label="Klimaatadaptatie"
            items={[
              { href: '/gallery', label: 'Nieuw', current: true },
              { href: '/gallery/form', label: 'Leden', current: false },
              { href: '/gallery/text', label: 'Over', current: false },
            ]}
          />
        </Stack>
        <div>
          <Stack id="stream">
            {items.map(([title, text], index) => (
              <StreamCard
                key={title}
                request={request}
                card={index % 2 ? joost : fatima}
                title={title}
                text={text}
                index={index}
              />
            ))}
            <Card href="/item/short">
              <Byline card={joost} size="small" t={request.t} moment="gisteren 09:12" />
              <Paragraph>
                <CardLink>
                  Morgen om tien uur laten we bij gemaal De Hoogte zien hoe de nieuwe pomp loopt. Wie komt er mee?
                </CardLink>
              </Paragraph>
            </Card>
          </Stack>
          <More href="/gallery?after=1" label="Meer laden" into="stream" />
        </div>
      </Stack>
    </WithSide>
  )
}

function About(): VNode {
  return (
    <Stack>
      <Heading level={2} look={4}>
        Over deze groep
      </Heading>
      <Paragraph>Open groep van Gemeente Zandstede. Iedereen op het netwerk kan lid worden.</Paragraph>
      <DefinitionList
        items={[
          { term: 'Leden', value: '48, van 12 organisaties' },
          { term: 'Beheerder', value: <Link href="/@fatima">Fatima el Idrissi</Link> },
          { term: 'Sinds', value: '12 maart 2026' },
        ]}
      />
      <Cluster>
        <Badge label="Open groep" />
        <Badge label="Lid" />
      </Cluster>
    </Stack>
  )
}

function Fields({ faulty }: { faulty: boolean }): VNode {
  const fault = faulty ? 'Vul dit in.' : undefined
  return (
    <div class="dv-column">
      <Stack>
        <Heading level={1}>Nieuw bericht</Heading>
        <Form draft={faulty ? undefined : 'gallery'}>
          <ErrorSummary
            title="Kijk dit nog na"
            faults={faulty ? [{ field: 'title', text: 'Titel: vul dit in.' }] : []}
          />
          <TextField name="title" label="Titel" fault={fault} required maxLength={200} />
          <TextField
            name="email"
            label="E-mailadres"
            type="email"
            help="Het adres van je werk."
            value="jan@zandstede.nl"
          />
          <MarkdownField
            name="body"
            label="Bericht"
            help="Je kunt **vet** en [links](https://…) gebruiken."
            previewLabel="Zo ziet het eruit"
          />
          <TextArea name="note" label="Toelichting" fault={fault} />
          <Select
            name="kind"
            label="Soort"
            value="b"
            options={[
              { value: 'a', label: 'Nieuws' },
              { value: 'b', label: 'Praktijkverhaal' },
            ]}
          />
          <RadioGroup
            name="audience"
            label="Wie kan dit lezen?"
            value="group"
            fault={fault}
            options={[
              { value: 'public', label: 'Iedereen', help: 'Ook mensen zonder account.' },
              {
                value: 'group',
                label: 'De groep',
                help: 'Leden van Klimaatadaptatie, ook bij 12 andere organisaties.',
              },
              { value: 'private', label: 'Alleen ik' },
            ]}
          />
          <Checkbox name="mail" label="Stuur me een mail bij reacties" checked help="Je kunt dit later veranderen." />
          <FileField name="picture" label="Afbeelding" accept="image/png,image/jpeg" help="Niet groter dan 8 MB." />
          <Cluster>
            <Button label="Plaatsen" appearance="primary" />
            <Button label="Bewaar als concept" name="draft" value="1" />
            <ButtonLink href="/" label="Terug" appearance="subtle" />
          </Cluster>
        </Form>
      </Stack>
    </div>
  )
}

function Texts({ request }: { request: PageRequest }): VNode {
  return (
    <Stack space="large">
      <Stack>
        <Breadcrumbs items={[{ href: '/groups', label: 'Groepen' }]} label="Elders" />
        <Heading level={1}>214 putten op één dag: wat de regen ons leerde over tekeningen die niet kloppen</Heading>
        <Byline
          card={fatima}
          moment={<Moment instant="2026-11-22T11:30:00.000Z" now={now} t={request.t} />}
          t={request.t}
        />
        <RichText html={written} />
        <Cluster>
          <Form inline label="Nuttig">
            <Button label="Nuttig" icon="thumb-up" pressed={false} small fullLabel="Nuttig, 12 keer" />
          </Form>
          <Form inline label="Delen">
            <Button label="Gedeeld" icon="repeat" pressed small />
          </Form>
          <Button type="button" label="Verwijderen" appearance="danger" small />
          <Button type="button" label="Bewerken" appearance="subtle" small />
        </Cluster>
      </Stack>
      <Stack>
        <Alert type="info">
          <Paragraph>Deze groep staat op het plein van Waterschap Rijn en Geul.</Paragraph>
        </Alert>
        <Alert type="ok">
          <Paragraph>Je bericht is geplaatst.</Paragraph>
        </Alert>
        <Alert type="warning">
          <Paragraph>
            Je adres is nog niet bevestigd. <Link href="/settings">Stuur de mail opnieuw</Link>
          </Paragraph>
        </Alert>
        <Alert type="error">
          <Paragraph>Het waterschap is nu niet te bereiken. Dit is wat we al wisten.</Paragraph>
        </Alert>
        <EmptyState
          title="Hier is nog niets"
          text="Plaats het eerste bericht, of nodig een collega uit."
          action={<ButtonLink href="/new/post" label="Plaatsen" appearance="primary" />}
        />
        <Table
          caption="Aflevering per organisatie"
          head={['Organisatie', 'Wachtend', 'Laatste poging']}
          rows={[
            ['Waterschap Rijn en Geul', '0', 'gisteren 14:05'],
            ['Provincie Middelland', '12', 'vandaag 09:30'],
          ]}
        />
        <Cluster>
          <Avatar name="Fatima el Idrissi" size="large" />
          <Avatar name="Bo" />
          <Avatar name="Q" size="small" />
          <Avatar name="Ümit Yılmaz" />
          <Avatar name="王小明" />
          <Avatar name="Zoë" />
        </Cluster>
      </Stack>
    </Stack>
  )
}

export const gallery: WebFeature = {
  name: 'gallery',
  nav: [
    { name: 'start', href: '/', icon: 'home', order: 1 },
    { name: 'groups', href: '/groups', icon: 'users-group', order: 2 },
    { name: 'people', href: '/people', icon: 'users', order: 3 },
    { name: 'network', href: '/admin/network', icon: 'world', order: 9, admin: true },
  ],
  pages(routes) {
    const options = { current: 'groups', breadcrumbs: [{ label: 'Groepen', href: '/groups' }] }
    routes.get('/gallery', async (request) => page('Klimaatadaptatie', <Stream request={request} />, options))
    routes.get('/gallery/form', async () => page('Nieuw bericht', <Fields faulty={false} />))
    routes.get('/gallery/faults', async () => page('Nieuw bericht', <Fields faulty />))
    routes.get('/gallery/text', async (request) => page('214 putten', <Texts request={request} />, options))
  },
}

export const galleryTexts = {
  nl: { 'nav.start': 'Start', 'nav.groups': 'Groepen', 'nav.people': 'Mensen', 'nav.network': 'Netwerk' },
  en: { 'nav.start': 'Start', 'nav.groups': 'Groups', 'nav.people': 'People', 'nav.network': 'Network' },
}

export const galleryPaths = ['/gallery', '/gallery/form', '/gallery/faults', '/gallery/text', '/nowhere', '/about']

/** Without the pages that show nothing that another one does not. */
export const axePaths = ['/gallery', '/gallery/faults', '/gallery/text', '/nowhere']
