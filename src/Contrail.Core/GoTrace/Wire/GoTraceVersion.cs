using System.Buffers.Text;
using System.Text;
using Contrail.Core.Formats;

namespace Contrail.Core.GoTrace.Wire;

/// <summary>
/// The version of the format, which is the minor version of the Go release that introduced it: 22 for <c>go 1.22</c>.
/// </summary>
/// <param name="Minor">The number.</param>
internal readonly record struct GoTraceVersion(int Minor)
{
    /// <summary>The header: <c>go 1.NN trace</c> and zero bytes.</summary>
    public const int HeaderBytes = 16;

    /// <summary>The known formats with generations. Go 1.24 writes 1.23, and Go 1.27 writes 1.26.</summary>
    private static readonly int[] Known = [22, 23, 25, 26];

    /// <summary>The formats before 1.22 have no generations.</summary>
    private const int FirstWithGenerations = 22;

    /// <summary>Whether a generation ends with a byte that marks its end.</summary>
    public bool HasEndMarks => Minor >= 26;

    /// <summary>Whether the clocks are together in one batch, including the wall clock.</summary>
    public bool HasSyncBatches => Minor >= 25;

    /// <summary>Whether batches of experiments are known.</summary>
    public bool HasExperiments => Minor >= 23;

    /// <summary>Whether that is a version that can be read and recorded.</summary>
    public static bool IsKnown(int minor) => Array.IndexOf(Known, minor) >= 0;

    private static ReadOnlySpan<byte> Prefix => "go 1."u8;

    private static ReadOnlySpan<byte> Suffix => " trace"u8;

    /// <summary>Reads a header. The fault names a version that cannot be recorded.</summary>
    public static SplitStatus Read(ReadOnlySpan<byte> untrusted, out GoTraceVersion version, out TraceFault? fault)
    {
        version = default;
        fault = new TraceFault(TraceFaultCode.FormatUnrecognized, Detail: "Go execution trace");
        int presentBytes = Math.Min(untrusted.Length, Prefix.Length);
        if (!untrusted[..presentBytes].SequenceEqual(Prefix[..presentBytes]))
        {
            return SplitStatus.Malformed;
        }

        if (untrusted.Length < HeaderBytes)
        {
            return SplitStatus.NeedMore;
        }

        ReadOnlySpan<byte> rest = untrusted[Prefix.Length..HeaderBytes];
        bool hasNumber = Utf8Parser.TryParse(rest, out int minor, out int digitBytes) && digitBytes <= 2 && minor >= 0;
        bool isHeader = hasNumber
            && rest[digitBytes..].StartsWith(Suffix)
            && rest[(digitBytes + Suffix.Length)..].IndexOfAnyExcept((byte)0) < 0;
        if (!isHeader)
        {
            return SplitStatus.Malformed;
        }

        version = new GoTraceVersion(minor);
        bool known = IsKnown(minor);
        fault = known ? null : new TraceFault(
            minor < FirstWithGenerations ? TraceFaultCode.VersionTooOld : TraceFaultCode.VersionUnrecognized,
            Number: minor);
        return known ? SplitStatus.Complete : SplitStatus.Unsupported;
    }

    /// <summary>The header of a trace of this version.</summary>
    public byte[] Header()
    {
        byte[] header = new byte[HeaderBytes];
        Encoding.ASCII.GetBytes($"{this} trace", header);
        return header;
    }

    /// <inheritdoc/>
    public override string ToString() => $"go 1.{Minor}";
}
