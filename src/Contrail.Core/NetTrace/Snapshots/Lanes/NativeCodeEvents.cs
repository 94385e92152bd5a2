using System.Buffers;
using System.Buffers.Binary;
using System.Text;
using Contrail.Core.Bytes;
using Contrail.Core.NetTrace.Events;
using Contrail.Core.NetTrace.Recording;
using Contrail.Core.Ring.Lanes;
using Contrail.Core.Snapshots;

namespace Contrail.Core.NetTrace.Snapshots.Lanes;

/// <summary>
/// Makes the events that describe native code to TraceEvent and its peers, as recorders of whole machines write them:
/// https://github.com/microsoft/perfview, UniversalSystemTraceEventParser.cs. It reads no process in a mapping,
/// although UniversalProviders.md lists one.
/// </summary>
internal static class NativeCodeEvents
{
    /// <summary>The kernel's code: one address, because its own are not recorded.</summary>
    public static NativeMapping Kernel { get; } = new(
        CpuSampleRecord.KernelAddress, CpuSampleRecord.KernelAddress + 0x1000, 0, NativeMapping.KernelName);

    /// <summary>Of a file or a function: C++ templates have names of many KiB.</summary>
    private const int MaxNameBytes = 1_000;

    // Readers know these by their numbers, and have the layout themselves: the format has no numbers of variable size.
    private static readonly OwnEvent MappingEvent =
        new(UniversalProvider.System, 3, 0, UniversalProvider.Mapping, 0, 4, []);

    private static readonly OwnEvent SymbolEvent =
        new(UniversalProvider.System, 4, 0, UniversalProvider.Symbol, 0, 4, []);

    /// <summary>The events of mappings and their functions, in the order in which readers need them.</summary>
    public static IEnumerable<(OwnEvent Kind, byte[] Payload)> Of(IReadOnlyList<NativeMapping> mappings)
    {
        ulong symbolId = 0;
        for (int index = 0; index < mappings.Count; index++)
        {
            NativeMapping mapping = mappings[index];
            ulong mappingId = (ulong)index + 1;
            yield return (MappingEvent, PayloadOf(
                mapping.File, [mappingId, mapping.Start, mapping.End, mapping.FileOffset], [0]));
            foreach (NativeFunction function in mapping.Functions)
            {
                yield return (SymbolEvent, PayloadOf(
                    function.Name, [++symbolId, mappingId, function.Start, function.End], []));
            }
        }
    }

    // A text between numbers of variable size: its length in two bytes, then UTF-8.
    private static byte[] PayloadOf(string text, ReadOnlySpan<ulong> before, ReadOnlySpan<ulong> after)
    {
        byte[] utf8 = Encoding.UTF8.GetBytes(text.Length > MaxNameBytes ? text[..MaxNameBytes] : text);
        int textBytes = Math.Min(utf8.Length, MaxNameBytes);
        ArrayBufferWriter<byte> payload = new();
        Write(payload, before);
        BinaryPrimitives.WriteUInt16LittleEndian(payload.GetSpan(sizeof(ushort)), (ushort)textBytes);
        payload.Advance(sizeof(ushort));
        payload.Write(utf8.AsSpan(0, textBytes));
        Write(payload, after);
        return payload.WrittenSpan.ToArray();
    }

    private static void Write(ArrayBufferWriter<byte> payload, ReadOnlySpan<ulong> numbers)
    {
        foreach (ulong number in numbers)
        {
            payload.Advance(VarUInt.Write(payload.GetSpan(VarUInt.MaxBytes), number));
        }
    }
}
