using System.Buffers.Binary;
using Contrail.Core.Formats;

namespace Contrail.Core.NetTrace.Wire;

/// <summary>Recognizes the formats that resemble nettrace 4 at first, so that they are rejected by name.</summary>
internal static class OtherFormats
{
    /// <summary>NetPerf has no magic of its own: it begins with the length and the name of its serializer.</summary>
    private static ReadOnlySpan<byte> NetPerf => "\x14\0\0\0!FastSerialization.1"u8;

    private static ReadOnlySpan<byte> Go => "go 1."u8;

    /// <summary>Returns which of them the bytes are; null for none.</summary>
    public static TraceFault? Find(ReadOnlySpan<byte> untrusted) =>
        untrusted.StartsWith(NetPerf) ? TraceFaultCode.FormatBeforeNetTrace
        : untrusted.StartsWith(Go) ? TraceFaultCode.FormatOfOtherRuntime
        : IsNewer(untrusted, out uint major) ? new TraceFault(TraceFaultCode.VersionUnsupported, Number: major)
        : null;

    /// <summary>Whether more bytes could still make it one of these.</summary>
    public static bool MayBegin(ReadOnlySpan<byte> untrusted) =>
        NetPerf.StartsWith(untrusted)
        || Go.StartsWith(untrusted)
        || (untrusted.Length < 16 && (NetTraceObjects.Magic.StartsWith(untrusted)
            || (untrusted.StartsWith(NetTraceObjects.Magic)
                && untrusted[8..].IndexOfAnyExcept((byte)0) is -1 or >= 4)));

    // From version 6 on, four zero bytes and the major version follow the magic, where version 4 has a length.
    private static bool IsNewer(ReadOnlySpan<byte> untrusted, out uint major)
    {
        major = 0;
        ReadOnlySpan<byte> magic = NetTraceObjects.Magic;
        if (untrusted.Length < magic.Length + 8 || !untrusted.StartsWith(magic))
        {
            return false;
        }

        uint zero = BinaryPrimitives.ReadUInt32LittleEndian(untrusted[magic.Length..]);
        major = BinaryPrimitives.ReadUInt32LittleEndian(untrusted[(magic.Length + 4)..]);
        return zero == 0;
    }
}
