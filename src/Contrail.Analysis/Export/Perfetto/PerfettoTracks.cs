using Contrail.Analysis.Export.Protobuf;
using Contrail.Analysis.Export.Stacks;
using Contrail.Analysis.Export.Timeline;
using Contrail.Analysis.Model;

namespace Contrail.Analysis.Export.Perfetto;

/// <summary>The tracks of one file: its process, its threads, their rows, and charts. Not safe for concurrent use.
/// </summary>
/// <param name="writer">Receives the descriptions of tracks, as fields of a packet.</param>
/// <param name="fileIndex">The number of the file, from 0.</param>
/// <param name="pid">The process id.</param>
/// <param name="hasThreads">Whether threads are threads of Perfetto; otherwise they are rows of the process.</param>
/// <param name="context">The names of threads.</param>
internal sealed class PerfettoTracks(ProtoWriter writer, int fileIndex, int pid, bool hasThreads, TraceContext context)
{
    private const int Descriptor = 60;
    private const int FileShift = 40;

    private readonly Dictionary<TimelineTrack, ulong> _tracks = [];
    private readonly Dictionary<TimelineCounter, ulong> _counters = [];
    private readonly Dictionary<long, ulong> _executions = [];
    private ulong _count;

    private ulong Process => ((ulong)(fileIndex + 1) << FileShift) | 1;

    /// <summary>Whether a thread or goroutine was described.</summary>
    public bool HasExecution(long id) => _executions.ContainsKey(id);

    /// <summary>Finds a row that was described.</summary>
    public bool TryFind(in TimelineTrack track, out ulong uuid) => _tracks.TryGetValue(track, out uuid);

    /// <summary>Finds a chart that was described.</summary>
    public bool TryFind(in TimelineCounter counter, out ulong uuid) => _counters.TryGetValue(counter, out uuid);

    /// <summary>Describes the process.</summary>
    public void WriteProcess(string name)
    {
        int track = writer.Begin(Descriptor);
        writer.Number(1, Process);
        int process = writer.Begin(3);
        writer.Number(1, pid);
        writer.Text(6, name);
        writer.End(process);
        writer.End(track);
    }

    /// <summary>Describes a thread or goroutine.</summary>
    public void WriteExecution(long id)
    {
        string name = StackNames.OfThread(context, id);
        int track = writer.Begin(Descriptor);
        writer.Number(1, Added(_executions, id));
        if (!hasThreads || id is <= 0 or > int.MaxValue)
        {
            writer.Number(5, Process);
            writer.Text(2, name);
        }
        else
        {
            int thread = writer.Begin(4);
            writer.Number(1, pid);
            writer.Number(2, id);
            writer.Text(5, context.Threads.TextOf(id) ?? name);
            writer.End(thread);
        }

        writer.End(track);
    }

    /// <summary>Describes a row.</summary>
    public void Write(in TimelineTrack row)
    {
        int track = writer.Begin(Descriptor);
        writer.Number(1, Added(_tracks, row));
        writer.Number(5, row.ExecutionId is { } id ? _executions[id] : Process);
        writer.Text(2, row.Name);
        writer.End(track);
    }

    /// <summary>Describes a chart.</summary>
    public void Write(in TimelineCounter counter)
    {
        int track = writer.Begin(Descriptor);
        writer.Number(1, Added(_counters, counter));
        writer.Number(5, Process);
        writer.Text(2, counter.Name);
        int unit = writer.Begin(8);
        if (counter.Unit is { } known)
        {
            writer.Number(3, known switch { StackUnit.Nanoseconds => 1, StackUnit.Bytes => 3, _ => 2 });
        }
        else if (counter.UnitText.Length > 0)
        {
            writer.Text(6, counter.UnitText);
        }

        writer.End(unit);
        writer.End(track);
    }

    private ulong Added<T>(Dictionary<T, ulong> tracks, T key)
        where T : notnull
    {
        ulong uuid = Process + ++_count;
        tracks.Add(key, uuid);
        return uuid;
    }
}
