using System.Buffers;
using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using Contrail.Core.Bytes;
using Contrail.Core.Files;
using Contrail.Core.NetTrace.Recording;

namespace Contrail.Core.NetTrace.Snapshots;

/// <summary>The events that a snapshot adds to what the runtime wrote: its manifest, and the process.</summary>
internal static class OwnEvents
{
    /// <summary>The provider of a manifest in a nettrace file.</summary>
    public const string ManifestProvider = "Contrail";

    /// <summary>The event's number there.</summary>
    public const int ManifestEventId = 1;

    /// <summary>The id, under the same provider, of the event that a repair writes; 2 is the marker's.</summary>
    public const int RepairedEventId = 3;

    /// <summary>
    /// The capture thread of every event that a snapshot adds: beyond any operating system's ids and their remapped
    /// incarnations.
    /// </summary>
    public const ulong CaptureThreadId = 1UL << 62;

    /// <summary>A thread that does not exist: sequence points use it for the losses before first events.</summary>
    internal const ulong LateLossThreadId = CaptureThreadId + 1;

    /// <summary>The capture thread of one-time events that an earlier snapshot had written first.</summary>
    internal const ulong RetainedCaptureThreadId = CaptureThreadId + 2;

    /// <summary>The capture thread of samples of processors.</summary>
    internal const ulong SampleCaptureThreadId = CaptureThreadId + 3;

    /// <summary>The capture thread of the operating system's figures.</summary>
    internal const ulong FigureCaptureThreadId = CaptureThreadId + 4;

    /// <summary>The capture thread of times off the processors.</summary>
    internal const ulong OffCpuCaptureThreadId = CaptureThreadId + 5;

    /// <summary>
    /// The capture thread of figures from before the window, which are kept longer than events: readers of the window
    /// leave them out without knowing its start.
    /// </summary>
    internal const ulong EarlierFigureCaptureThreadId = CaptureThreadId + 6;

    /// <summary>Whether a capture thread is that of a lane, whose events are part of the window.</summary>
    internal static bool IsLane(ulong captureThreadId) =>
        captureThreadId is SampleCaptureThreadId or FigureCaptureThreadId or OffCpuCaptureThreadId;

    /// <summary>UTF-16 and under the limit of an event, with room for the numbers.</summary>
    private const int MaxChars = 29_000;

    /// <summary>Of a system's or an architecture's name, which a file may claim to be as long as it likes.</summary>
    private const int MaxNameChars = 400;

    internal static OwnEvent Manifest { get; } = new(
        ManifestProvider,
        ManifestEventId,
        1,
        "Manifest",
        0,
        4,
        [(OwnFieldType.Int32, "Part"), (OwnFieldType.Int32, "Parts"), (OwnFieldType.String, "Json")]);

    internal static OwnEvent Repaired { get; } = new(
        ManifestProvider,
        RepairedEventId,
        3,
        "Repaired",
        0,
        4,
        [
            (OwnFieldType.Int64, "SourceBytes"),
            (OwnFieldType.Int64, "TornAt"),
            (OwnFieldType.Int64, "DefinitionsDropped"),
            (OwnFieldType.Int64, "EventsDropped"),
            (OwnFieldType.String, "Reason"),
            (OwnFieldType.Int64, "SoundPartsDropped"),
            (OwnFieldType.Int64, "SoundBytesDropped"),
            (OwnFieldType.Int64, "TracesDropped"),
            (OwnFieldType.String, "TimeReplacedBy"),
            (OwnFieldType.Int64, "DroppedCountsAreMinimums"),
        ]);

    /// <summary>The runtime writes this event only when a session is stopped; the recorder's session is not.</summary>
    internal static OwnEvent ProcessInfo { get; } = new(
        "Microsoft-DotNETCore-EventPipe",
        1,
        1,
        "ProcessInfo",
        0,
        4,
        [
            (OwnFieldType.String, "CommandLine"),
            (OwnFieldType.String, "OSInformation"),
            (OwnFieldType.String, "ArchInformation"),
        ]);

    /// <summary>A text longer than an event may be, in numbered parts.</summary>
    internal static IEnumerable<byte[]> ManifestPayloads(string json)
    {
        int partCount = Math.Max(1, (json.Length + MaxChars - 1) / MaxChars);
        for (int part = 0; part < partCount; part++)
        {
            int start = part * MaxChars;
            ArrayBufferWriter<byte> payload = new();
            WriteInt32(payload, part);
            WriteInt32(payload, partCount);
            WriteText(payload, json.AsSpan(start, Math.Min(MaxChars, json.Length - start)));
            yield return payload.WrittenSpan.ToArray();
        }
    }

    internal static byte[] RepairedPayload(TraceRepair repair, string reason)
    {
        ArrayBufferWriter<byte> payload = new();
        WriteInt64(payload, repair.SourceBytes);
        WriteInt64(payload, repair.TornAt);
        WriteInt64(payload, repair.DefinitionsDropped);
        WriteInt64(payload, repair.EventsDropped);
        WriteText(payload, reason);
        WriteInt64(payload, repair.SoundPartsDropped);
        WriteInt64(payload, repair.SoundBytesDropped);
        WriteInt64(payload, repair.TracesDropped);
        WriteText(payload, repair.TimeReplacedBy?.ToString("O", CultureInfo.InvariantCulture) ?? "");
        WriteInt64(payload, repair.DroppedCountsAreMinimums ? 1 : 0);
        return payload.WrittenSpan.ToArray();
    }

    /// <summary>Reads the event that a repair writes; null for other events.</summary>
    public static RepairFacts? ReadRepaired(ReadOnlySpan<byte> untrusted)
    {
        ByteCursor cursor = new(untrusted);
        bool read = cursor.TryReadInt64(out long sourceBytes)
            & cursor.TryReadInt64(out long tornAt)
            & cursor.TryReadInt64(out long definitionsDropped)
            & cursor.TryReadInt64(out long eventsDropped)
            & cursor.TryReadUtf16Z(out ReadOnlySpan<byte> reason);
        if (!read)
        {
            return null;
        }

        // Version 1 ends here.
        bool hasMore = cursor.TryReadInt64(out long soundParts)
            & cursor.TryReadInt64(out long soundBytes)
            & cursor.TryReadInt64(out long traces)
            & cursor.TryReadUtf16Z(out ReadOnlySpan<byte> time);
        RepairFacts facts = new(
            sourceBytes, tornAt, definitionsDropped, eventsDropped, Encoding.Unicode.GetString(reason));
        return hasMore
            ? facts with
            {
                SoundPartsDropped = soundParts,
                SoundBytesDropped = soundBytes,
                TracesDropped = traces,

                // Version 2 ends before this.
                DroppedCountsAreMinimums = cursor.TryReadInt64(out long areMinimums) && areMinimums != 0,
                TimeReplacedBy = time.Length > 0 ? Encoding.Unicode.GetString(time) : null,
            }
            : facts;
    }

    internal static byte[] ProcessInfoPayload(ProcessFacts process)
    {
        ArrayBufferWriter<byte> payload = new();
        WriteText(payload, Begin(process.CommandLine, MaxChars));
        WriteText(payload, Begin(process.OperatingSystem, MaxNameChars));
        WriteText(payload, Begin(process.Architecture, MaxNameChars));
        return payload.WrittenSpan.ToArray();
    }

    private static ReadOnlySpan<char> Begin(string text, int maxChars) =>
        text.AsSpan(0, Math.Min(text.Length, maxChars));

    private static void WriteInt32(ArrayBufferWriter<byte> payload, int value)
    {
        BinaryPrimitives.WriteInt32LittleEndian(payload.GetSpan(sizeof(int)), value);
        payload.Advance(sizeof(int));
    }

    private static void WriteInt64(ArrayBufferWriter<byte> payload, long value)
    {
        BinaryPrimitives.WriteInt64LittleEndian(payload.GetSpan(sizeof(long)), value);
        payload.Advance(sizeof(long));
    }

    private static void WriteText(ArrayBufferWriter<byte> payload, ReadOnlySpan<char> text)
    {
        Encoding.Unicode.GetBytes(text, payload);
        payload.Write("\0\0"u8);
    }
}
