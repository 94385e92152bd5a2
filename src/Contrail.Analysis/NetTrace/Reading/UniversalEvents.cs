using Contrail.Core.Bytes;
using Contrail.Core.NetTrace.Events;
using Contrail.Core.NetTrace.Wire;

namespace Contrail.Analysis.NetTrace.Reading;

/// <summary>
/// The events with which recorders of whole machines describe processes, code and samples, in files of version 6. They
/// are known by their names; numbers in them have a variable size.
/// </summary>
internal static class UniversalEvents
{
    /// <summary>Whether the events of a row describe the process that wrote them.</summary>
    public static bool IsProcessStart(MetadataRow row) =>
        row.Provider == UniversalProvider.System && row.Name is "ProcessCreate" or "ExistingProcess";

    /// <summary>Whether the events of a row are samples of threads that used a processor.</summary>
    public static bool IsCpuSample(MetadataRow row) =>
        row.Provider == UniversalProvider.Events && row.Name == UniversalProvider.CpuSample;

    /// <summary>Whether the events of a row are times that threads were off the processors.</summary>
    public static bool IsSwitch(MetadataRow row) =>
        row.Provider == UniversalProvider.Events && row.Name == UniversalProvider.Switch;

    /// <summary>Reads a text: its length in two bytes, then UTF-8. The result borrows the bytes.</summary>
    public static bool TryReadText(ref ByteCursor cursor, out ReadOnlySpan<byte> utf8)
    {
        utf8 = default;
        return cursor.TryReadUInt16(out ushort declaredBytes) && cursor.TryReadBytes(declaredBytes, out utf8);
    }
}
