using Contrail.Analysis.Export.Protobuf;
using Contrail.Analysis.Export.Stacks;
using Contrail.Analysis.Export.Timeline;
using Contrail.Analysis.Model;

namespace Contrail.Analysis.Export.Perfetto;

/// <summary>Writes the timeline of one file as packets of Perfetto. Not safe for concurrent use.</summary>
/// <remarks>
/// https://github.com/google/perfetto at ec5d16b14b743ba6063d720956d6d6af6610fd72, protos/perfetto/trace: the numbers
/// of the fields of TracePacket, TrackEvent, StackSample and ClockSnapshot.
/// </remarks>
/// <param name="output">Receives the packets.</param>
/// <param name="writer">Collects them.</param>
/// <param name="fileIndex">The number of the file, from 0.</param>
/// <param name="file">The file.</param>
/// <param name="pids">The process ids of the files before.</param>
internal sealed class PerfettoTimeline(
    Stream output, ProtoWriter writer, int fileIndex, ExportedFile file, HashSet<int> pids)
    : ITimelineOutput
{
    /// <summary>Packets refer to tables that earlier packets of the sequence contain.</summary>
    private const int NeedsTables = 2;

    /// <summary>The tables of the sequence are empty from here on.</summary>
    private const int ClearsTables = 1;

    /// <summary>Where the time of day is unknown: times of packets have no sign.</summary>
    private const long UnknownStart = 3_600L * 1_000_000_000;

    private const int UnknownPid = 0x4000_0000;
    private const int RealTime = 1;
    private const int BootTime = 6;

    private long _start;
    private PerfettoTracks? _tracks;
    private PerfettoStacks? _stacks;
    private bool _hasThreads;
    private int _pid;

    private enum EventType
    {
        Begin = 1,
        End = 2,
        Moment = 3,
        Counter = 4,
    }

    /// <inheritdoc/>
    public void Begin(TraceContext context, TraceExtent extent)
    {
        _start = extent.StartUtc is { } utc ? UnixTime.Nanoseconds(utc) : UnknownStart;
        ProcessFacts process = context.File.Process ?? ProcessFacts.Unknown;

        // Pids identify processes in Perfetto, and tids their threads: two snapshots of one process would be one, with
        // the samples of both. An unknown pid is none that Linux has.
        bool isOwn = process.Id > 0 && pids.Add(process.Id);
        _pid = isOwn ? process.Id : UnknownPid + fileIndex;
        _hasThreads = !context.HasGoroutines && (isOwn || process.Id <= 0);
        _tracks = new PerfettoTracks(writer, fileIndex, _pid, _hasThreads, context);
        _stacks = new PerfettoStacks(writer, context);
        WriteFirst(extent.StartUtc is not null);
        Packet(() => _tracks.WriteProcess(file.TitleOf(process)));
    }

    /// <inheritdoc/>
    public void Add(in TimelineTrack track, in TimelineEvent one)
    {
        ulong uuid = TrackOf(track);
        ulong stack = StackOf(one.Stack);
        WriteEvent(one.IsMoment ? EventType.Moment : EventType.Begin, one.Range.Start, uuid, one, stack);
        if (!one.IsMoment)
        {
            TraceTime end = TraceTime.Max(one.Range.Start, one.Range.End);
            WriteEvent(EventType.End, end, uuid, null, 0);
        }

        writer.PassLongTo(output);
    }

    /// <inheritdoc/>
    public void Add(in TimelineCounter counter, TraceTime time, double value)
    {
        if (!_tracks!.TryFind(counter, out ulong uuid))
        {
            TimelineCounter added = counter;
            Packet(() => _tracks.Write(added));
            _tracks.TryFind(counter, out uuid);
        }

        int packet = BeginPacket(time);
        int body = writer.Begin(11);
        writer.Number(9, (int)EventType.Counter);
        writer.Number(11, uuid);
        writer.Real(44, value);
        writer.End(body);
        writer.End(packet);
        writer.PassLongTo(output);
    }

    /// <inheritdoc/>
    public void Add(
        StackKind kind, StackUnit unit, TraceTime time, long executionId, StackId stack, double weight)
    {
        ulong callstack = IdOf(stack);
        if (executionId != 0)
        {
            // A thread has its name also if it has samples only.
            Describe(executionId);
        }

        int packet = BeginPacket(time);
        int body = writer.Begin(135);
        int task = writer.Begin(1);
        writer.Number(2, _pid);
        if (!_hasThreads || executionId is > 0 and <= int.MaxValue)
        {
            // The thread 0 is that of an idle processor for Perfetto.
            writer.Number(_hasThreads ? 3 : 4, unchecked((ulong)executionId));
        }

        writer.End(task);
        writer.Number(6, callstack);
        int descriptor = writer.Begin(9);
        writer.Text(2, new StackColumn(kind, unit).Name);
        writer.Number(3, unit switch { StackUnit.Nanoseconds => 1, StackUnit.Bytes => 4, _ => 9 });
        writer.End(descriptor);
        writer.Number(11, Math.Max(0, Saturated.Of(weight)));
        writer.End(body);
        writer.End(packet);
        writer.PassLongTo(output);
    }

    /// <inheritdoc/>
    public void End() => writer.PassTo(output);

    private ulong TrackOf(in TimelineTrack track)
    {
        if (track.ExecutionId is { } id)
        {
            Describe(id);
        }

        if (!_tracks!.TryFind(track, out ulong uuid))
        {
            TimelineTrack added = track;
            Packet(() => _tracks.Write(added));
            _tracks.TryFind(track, out uuid);
        }

        return uuid;
    }

    private void Describe(long executionId)
    {
        if (!_tracks!.HasExecution(executionId))
        {
            Packet(() => _tracks.WriteExecution(executionId));
        }
    }

    private ulong StackOf(StackId stack) => stack.IsNone ? 0 : IdOf(stack);

    // Without a stack it is the frame for that.
    private ulong IdOf(StackId stack)
    {
        if (!_stacks!.Has(stack))
        {
            Packet(() => _stacks.Write(stack));
        }

        return PerfettoStacks.IdOf(stack);
    }

    private void WriteEvent(EventType type, TraceTime time, ulong uuid, TimelineEvent? one, ulong stack)
    {
        int packet = BeginPacket(time);
        int body = writer.Begin(11);
        writer.Number(9, (int)type);
        writer.Number(11, uuid);
        if (one is { } known)
        {
            PerfettoFacts.Write(writer, known);
        }

        if (stack != 0)
        {
            writer.Number(56, stack);
        }

        writer.End(body);
        writer.End(packet);
    }

    // The time of day is also given as the clock that Perfetto measures with, so that nothing has to be converted.
    private void WriteFirst(bool isTimeKnown)
    {
        int packet = writer.Begin(1);
        writer.Number(10, fileIndex + 1);
        writer.Number(13, ClearsTables);
        writer.Number(87, 1);
        writer.Number(8, _start);
        if (isTimeKnown)
        {
            int snapshot = writer.Begin(6);
            foreach (int clock in new[] { RealTime, BootTime })
            {
                int reading = writer.Begin(1);
                writer.Number(1, clock);
                writer.Number(2, _start);
                writer.End(reading);
            }

            writer.End(snapshot);
        }

        writer.End(packet);
    }

    private void Packet(Action write)
    {
        int packet = writer.Begin(1);
        writer.Number(10, fileIndex + 1);
        writer.Number(13, NeedsTables);
        write();
        writer.End(packet);
    }

    private int BeginPacket(TraceTime time)
    {
        int packet = writer.Begin(1);
        writer.Number(8, Math.Max(0, _start + time.Nanoseconds));
        writer.Number(10, fileIndex + 1);
        writer.Number(13, NeedsTables);
        return packet;
    }
}
