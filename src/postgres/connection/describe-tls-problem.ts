import { message, type Message } from '../../analyzers/message';
import type { ProblemKind } from './classify-failure';
import type { Target, TargetHost } from './target';

/** Undefined for problems of another kind. */
export function describeTlsProblem(
  kind: ProblemKind,
  place: string,
  host: TargetHost | undefined,
  { tls, user }: Target,
): Message | undefined {
  switch (kind) {
    case 'tls-required':
      return message(
        'The server at {0} does not let the user {1} in without TLS. Set sslMode to require or, to be sure whom you talk to, to verify-full.',
        place,
        user,
      );
    case 'tls-not-supported':
      return message(
        'The server at {0} offers no TLS, but sslMode {1} demands it. Turn TLS on at the server; only on a network that you trust, set sslMode to prefer.',
        place,
        tls.mode,
      );
    case 'tls-untrusted':
      return message(
        'The certificate of the server at {0} is not from an authority that is trusted here ({1}). Set sslRootCert to the file of the right authority.',
        place,
        tls.rootCert ?? 'system',
      );
    case 'tls-name':
      return message(
        'The certificate of the server at {0} is for another name than {1}. Connect by the name that stands in the certificate; sslMode verify-ca compares no names.',
        place,
        host?.host ?? place,
      );
    case 'tls-expired':
      return message(
        'The certificate of the server at {0} has expired or is not valid yet. Have it renewed, and check the clock of this machine.',
        place,
      );
    case 'tls-client-certificate':
      return tls.cert === undefined
        ? message(
            'The server at {0} wants a certificate from the user {1}. Set sslCert and sslKey to the files of one that the server trusts.',
            place,
            user,
          )
        : message(
            'The server at {0} refused the client certificate {1}, or its key does not belong to it. Use a certificate for the user {2} from an authority that the server trusts.',
            place,
            tls.cert,
            user,
          );
    case 'tls-failed':
      return message(
        'TLS with {0} could not be agreed on. The server may be too old for it, or no PostgreSQL: check the port, and the versions of TLS that both sides allow.',
        place,
      );
    default:
      return undefined;
  }
}
