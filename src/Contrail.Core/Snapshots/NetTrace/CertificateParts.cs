using System.Buffers.Binary;
using System.Text;

namespace Contrail.Core.Snapshots.NetTrace;

/// <summary>Joins the numbered parts in which a certificate stands in a file. Not safe for concurrent use.</summary>
public sealed class CertificateParts
{
    /// <summary>Ours have one part, or a few where losses are many; 64 hold 1.8 million characters.</summary>
    private const int PartsMax = 64;

    /// <summary>An event's payload has at most 16 bits of length, also where the file claims more.</summary>
    private const int PayloadBytesMax = ushort.MaxValue;

    private string?[] _parts = [];

    /// <summary>Takes a part in. One that repeats another, or does not fit the others, is passed over.</summary>
    public void Add(ReadOnlySpan<byte> untrusted)
    {
        const int NumbersBytes = 2 * sizeof(int);
        if (untrusted.Length is < NumbersBytes or > PayloadBytesMax)
        {
            return;
        }

        int declaredPart = BinaryPrimitives.ReadInt32LittleEndian(untrusted);
        int declaredParts = BinaryPrimitives.ReadInt32LittleEndian(untrusted[sizeof(int)..]);
        if (declaredParts is < 1 or > PartsMax || declaredPart < 0 || declaredPart >= declaredParts)
        {
            return;
        }

        if (_parts.Length == 0)
        {
            _parts = new string?[declaredParts];
        }

        if (_parts.Length == declaredParts)
        {
            string text = Encoding.Unicode.GetString(untrusted[NumbersBytes..]);
            int end = text.IndexOf('\0', StringComparison.Ordinal);
            _parts[declaredPart] ??= end < 0 ? text : text[..end];
        }
    }

    /// <summary>The certificate; null if parts are missing, or what they say is none.</summary>
    public Certificate? Join()
    {
        bool whole = _parts.Length > 0 && Array.TrueForAll(_parts, part => part is not null);
        return whole
            && CertificateJson.TryRead(string.Concat(_parts), out Certificate? certificate)
            && IsWhole(certificate!)
                ? certificate
                : null;
    }

    // JSON may say null where the record promises a value; who reads the certificate must not have to ask.
    private static bool IsWhole(Certificate certificate)
    {
        object?[] values =
        [
            certificate.Reason, certificate.UpToRequest, certificate.Source, certificate.Losses, certificate.Process,
            certificate.Host, certificate.Sessions, certificate.Symbols, certificate.Recorder,
        ];
        return Array.TrueForAll(values, value => value is not null)
            && certificate.Losses.All(loss => loss?.Reason is not null)
            && certificate.Sessions.All(session => session is not null)
            && certificate.Profiles?.All(profile => profile?.Profile is not null) == true
            && certificate.SilentProviders?.All(provider => provider is not null) == true
            && certificate.Process is { Name: not null, CommandLine: not null, RuntimeVersion: not null }
            && certificate.Process is { OperatingSystem: not null, Architecture: not null }
            && certificate.Host.Name is not null
            && certificate.Symbols.Rundown is not null;
    }
}
