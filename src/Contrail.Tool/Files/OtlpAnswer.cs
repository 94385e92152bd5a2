using System.Text;
using Contrail.Core.Bytes;
using Contrail.Tool.Text;

namespace Contrail.Tool.Files;

/// <summary>
/// The answer of a collector that received profiles: it can accept the request and reject profiles of it.
/// </summary>
/// <remarks>
/// https://github.com/open-telemetry/opentelemetry-proto, collector/profiles/v1development:
/// ExportProfilesServiceResponse.
/// </remarks>
internal static class OtlpAnswer
{
    private const int MaxChars = 300;
    private const ulong PartialSuccess = (1 << 3) | 2;
    private const ulong RejectedProfiles = 1 << 3;
    private const ulong Message = (2 << 3) | 2;

    /// <summary>Why profiles were rejected; null if none was, or if it is no such answer.</summary>
    public static string? WhyRejected(ReadOnlySpan<byte> untrusted)
    {
        ByteCursor answer = new(untrusted);
        if (!answer.TryReadVarUInt64(out ulong tag) || tag != PartialSuccess
            || !TryReadBytes(ref answer, out ReadOnlySpan<byte> part))
        {
            return null;
        }

        ByteCursor fields = new(part);
        ulong rejected = 0;
        string message = "";
        while (fields.TryReadVarUInt64(out ulong field))
        {
            if (field == RejectedProfiles && fields.TryReadVarUInt64(out ulong count))
            {
                rejected = count;
            }
            else if (field == Message && TryReadBytes(ref fields, out ReadOnlySpan<byte> text))
            {
                message = TerminalSanitizer.Clean(Encoding.UTF8.GetString(text), MaxChars);
            }
            else
            {
                break;
            }
        }

        return rejected == 0 ? null : $"the collector rejected {rejected} profiles: {message}";
    }

    private static bool TryReadBytes(ref ByteCursor cursor, out ReadOnlySpan<byte> bytes)
    {
        bytes = default;
        return cursor.TryReadVarUInt64(out ulong length) && length <= int.MaxValue
            && cursor.TryReadBytes((int)length, out bytes);
    }
}
