import {failed, type Result} from '../domain/result.ts';
import {madeContent, readWanted, wrongLayout} from './archive-source.ts';
import {askInPace} from './ask-in-pace.ts';
import type {DownloadOutcome} from './download-ports.ts';
import {downloadSource} from './download-source.ts';
import type {SourceFailure} from './failures.ts';
import {failureOf} from './judge-outcome.ts';
import {USUAL_SNORT} from './known-snapshots.ts';
import type {Asked, PulledPork, RulesetSource, SourceContent} from './ports.ts';
import {
  cameFrom,
  lacksOf,
  orderFrom,
  type Provider,
  type ProviderOrder,
  type ProviderOutside,
  SNORT_ORG,
} from './provider.ts';

/** PulledPork3 downloads and makes the rules; where it is not installed ruletrial does both, and says so. */
export function pulledPorkSource(provider: Provider, outside: ProviderOutside): RulesetSource {
  const {say, log, clock} = outside;
  return {
    lacks: lacksOf(provider),
    async read(place, asked) {
      const order = orderFrom(provider, asked);
      if ('kind' in order) return failed(order);
      const pulledpork = await outside.pulledpork();
      const hindered = hindrance(provider, order, pulledpork);
      if (!pulledpork || hindered !== undefined) {
        const text = `rulesets/${asked.ruleset}.yaml: ${hindered}: ruletrial downloads the archive itself`;
        say({kind: 'info', text});
        return downloadSource(provider, outside).read(place, asked);
      }
      // PulledPork3 keeps no pace of its own
      const pace = askInPace(log, clock, order.secret ? [order.secret.value] : []);
      const permission = pace.permit(order.url, 'first');
      if (!permission.may) {
        return failed(
          failureOf(order, {is: 'held-back', until: permission.until, why: permission.why}, log, clock),
        );
      }
      const content = await pullAndMake(provider, order, asked, pulledpork, outside);
      pace.answered(answerOf(content, order.url));
      return cameFrom(order.url, content);
    },
  };
}

/** PulledPork3 asks snort.org alone, and makes a registered archive's name from the version of a Snort. */
function hindrance(
  {layout, base}: Provider,
  {name, snort}: ProviderOrder,
  pulledpork: PulledPork | undefined,
): string | undefined {
  if (!pulledpork) return 'PulledPork3 is not found';
  if (base !== SNORT_ORG) return `PulledPork3 knows no mirror, and ${base} is one`;
  return layout === 'registered' && snort === undefined
    ? `for which Snort ${name} is made is not known, and PulledPork3 goes by that`
    : undefined;
}

function pullAndMake(
  {layout}: Provider,
  order: ProviderOrder,
  asked: Asked,
  pulledpork: PulledPork,
  {reader}: ProviderOutside,
): Promise<Result<SourceContent, SourceFailure>> {
  const run = {
    ruleset: asked.ruleset,
    layout,
    archive: undefined,
    oinkcode: order.secret?.value,
    snortVersion: (layout === 'registered' ? order.snort : asked.snortVersion) ?? USUAL_SNORT,
    policy: asked.policy,
    soPlatform: asked.soRules === 'load' ? asked.soPlatform : undefined,
  };
  return pulledpork.process(run, async ({text, archive}) => {
    const members = await readWanted(archive, asked, reader);
    if (!members.ok) return members;
    const wrong = wrongLayout(layout, members.value, archive, asked.ruleset);
    if (wrong) return failed(wrong);
    return madeContent(layout, members.value, order.name, asked, {text, version: pulledpork.version});
  });
}

/** What the provider answered, as far as PulledPork3 tells it. */
function answerOf(content: Result<SourceContent, SourceFailure>, url: string): DownloadOutcome {
  if (content.ok) return {is: 'got', bytes: new Uint8Array(), etag: undefined, modified: undefined, url};
  const status = 'status' in content.failure ? content.failure.status : undefined;
  if (status === undefined) return {is: 'network', why: content.failure.kind};
  return status >= 500
    ? {is: 'server-error', status, retryAfterSeconds: undefined}
    : {is: 'refused', status, retryAfterSeconds: undefined, why: ''};
}
