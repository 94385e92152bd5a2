using Contrail.Analysis.Export.Stacks;
using Contrail.Analysis.Export.Timeline;
using Contrail.Analysis.Model;

namespace Contrail.Analysis.Export.Firefox;

/// <summary>Collects the timeline of one file. Not safe for concurrent use.</summary>
/// <param name="file">The file.</param>
/// <param name="fileIndex">The number of the file, from 0.</param>
/// <param name="shared">The tables of the profile.</param>
/// <param name="room">How much the profile may still hold.</param>
/// <param name="pids">The process ids of the files before.</param>
internal sealed class FirefoxTimeline(
    ExportedFile file, int fileIndex, FirefoxShared shared, FirefoxRoom room, HashSet<string> pids)
    : ITimelineOutput
{
    private const int MaxChars = 500;

    private readonly List<FirefoxThread> _threadList = [];
    private readonly Dictionary<long, FirefoxThread> _threads = [];
    private readonly Dictionary<TimelineCounter, FirefoxCounter> _counters = [];
    private TraceContext _context = TraceContext.Empty;
    private FirefoxThread? _process;
    private double _offset;
    private string _name = "";
    private string _pid = "";

    /// <summary>The start of the profile on the wall clock, as far as this file contains it.</summary>
    public DateTime? StartUtc { get; private set; }

    /// <inheritdoc/>
    public void Begin(TraceContext context, TraceExtent extent)
    {
        _context = context;
        StartUtc = file.OriginUtc ?? extent.StartUtc;
        _offset = extent.StartUtc is { } start && StartUtc is { } origin ? (start - origin).TotalMilliseconds : 0;
        ProcessFacts process = context.File.Process ?? ProcessFacts.Unknown;
        _name = process.Name.Length > 0 ? process.Name : file.Name;
        _pid = process.Id > 0
            ? FormattableString.Invariant($"{process.Id}")
            : FormattableString.Invariant($"unknown {fileIndex + 1}");
        if (!pids.Add(_pid))
        {
            // Processes with one id are one process for the viewer, which shows the last of them.
            _pid += FormattableString.Invariant($" ({fileIndex + 1})");
        }

        _process = new FirefoxThread(file.TitleOf(process), null);
        _threadList.Add(_process);
    }

    /// <inheritdoc/>
    public void Add(in TimelineTrack track, in TimelineEvent one)
    {
        string details = Shortened(string.Join("; ", one.Details.Where(detail => detail.Value.Length > 0)
            .Select(detail => $"{detail.Name}: {Shortened(detail.Value)}")));
        string name = Shortened(one.Name);
        if (!room.TryTake(name.Length + details.Length))
        {
            return;
        }

        FirefoxThread thread = track.ExecutionId is { } id ? ThreadOf(id) : _process!;
        thread.Markers.Add(new FirefoxMarker(
            shared.Texts.Of(track.Name),
            TimeOf(one.Range.Start),
            one.IsMoment ? null : TimeOf(TraceTime.Max(one.Range.Start, one.Range.End)),
            shared.Texts.Of(name),
            shared.Texts.Of(details))
        {
            Stack = shared.StackOf(_context.Stacks, one.Stack),
            FlowId = one.FlowId,
            CauseId = one.CauseId,
        });
    }

    /// <inheritdoc/>
    public void Add(in TimelineCounter counter, TraceTime time, double value)
    {
        if (!double.IsFinite(value) || !room.TryTake(0))
        {
            return;
        }

        if (!_counters.TryGetValue(counter, out FirefoxCounter? found))
        {
            found = new FirefoxCounter(counter);
            _counters.Add(counter, found);
        }

        found.Values.Add((TimeOf(time), value));
    }

    /// <inheritdoc/>
    public void Add(
        StackKind kind, StackUnit unit, TraceTime time, long executionId, StackId stack, double weight)
    {
        if (!room.TryTake(0))
        {
            return;
        }

        FirefoxThread thread = ThreadOf(executionId);
        FirefoxSample sample = new(TimeOf(time), shared.StackOfSample(_context.Stacks, stack), weight);
        if (kind == StackKind.Allocations)
        {
            thread.Allocations.Add(sample);
            return;
        }

        thread.Add(sample, unit);
    }

    /// <inheritdoc/>
    public void End()
    {
        // The profile is written when all files have ended.
    }

    /// <summary>Writes the threads.</summary>
    public void WriteThreads(FirefoxJson json) =>
        _threadList.ForEach(thread => thread.Write(json, _pid, _name, shared.Texts));

    /// <summary>Writes the charts; returns the number of threads, for the next file.</summary>
    /// <param name="json">Receives them.</param>
    /// <param name="firstThread">The number of the first thread of this file in the profile.</param>
    public int WriteCounters(FirefoxJson json, int firstThread)
    {
        int order = 0;
        foreach (FirefoxCounter counter in _counters.Values)
        {
            counter.Write(json, _pid, firstThread, order++);
        }

        return _threadList.Count;
    }

    private FirefoxThread ThreadOf(long id)
    {
        if (!_threads.TryGetValue(id, out FirefoxThread? thread))
        {
            thread = new FirefoxThread(StackNames.OfThread(_context, id), id);
            _threads.Add(id, thread);
            _threadList.Add(thread);
        }

        return thread;
    }

    private static string Shortened(string text) => text.Length > MaxChars ? text[..MaxChars] + "…" : text;

    private double TimeOf(TraceTime time) => _offset + (time.Nanoseconds / 1e6);
}
