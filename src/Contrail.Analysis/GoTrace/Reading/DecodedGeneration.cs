using Contrail.Core.Formats;
using Contrail.Core.GoTrace.Events;
using Contrail.Core.GoTrace.Wire;

namespace Contrail.Analysis.GoTrace.Reading;

/// <summary>
/// A generation, taken apart: tables for what its events name, and the events of each thread, not yet read.
/// Not safe for concurrent use.
/// </summary>
internal sealed class DecodedGeneration(ulong number, GoTraceVersion version, GenerationBytes bytes)
{
    private readonly Dictionary<long, List<ThreadBatch>> _batches = [];
    private readonly List<long> _threads = [];
    private readonly List<ExperimentalBatch> _experimental = [];
    private ulong _first;

    public ulong Number { get; } = number;

    public StringTable Strings { get; } = new();

    public GoStackTable Stacks { get; } = new();

    public CpuSamples Samples { get; } = new();

    public GoClocks? Clocks { get; private set; }

    /// <summary>Converts times, once the generation is complete.</summary>
    public GoClock Clock { get; private set; }

    /// <summary>Its batches so far.</summary>
    public int BatchCount { get; private set; }

    /// <summary>Bytes of its batches so far.</summary>
    public long BatchBytes { get; private set; }

    /// <summary>When it begins, in nanoseconds, once the generation is complete.</summary>
    public long Start => Clock.ToNanoseconds(_first);

    public IReadOnlyList<ExperimentalBatch> Experimental => _experimental;

    /// <summary>Adds a batch; returns its fault, or null.</summary>
    public TraceFault? Add(in GoBatch batch)
    {
        Note(batch);
        GoEventId kind = batch.Payload.IsEmpty ? GoEventId.None : (GoEventId)batch.Payload[0];
        if (GoClocks.IsIn(batch.Payload, version))
        {
            return AddClocks(batch);
        }

        switch (kind)
        {
            case GoEventId.Strings:
                return Strings.Add(batch.Payload);
            case GoEventId.Stacks:
                return RuleFault.Of(Stacks.Add(batch.Payload));
            case GoEventId.CPUSamples:
                return RuleFault.Of(Samples.Add(batch.Payload));
            default:
                AddEvents(batch);
                return null;
        }
    }

    /// <summary>Takes the batch of an experiment in.</summary>
    public void AddExperimental(in GoBatch batch)
    {
        Note(batch);
        _experimental.Add(new ExperimentalBatch(
            batch.Experiment, unchecked((long)batch.Thread), batch.Payload.ToArray()));
    }

    /// <summary>Ends the generation, and returns what is missing; null if nothing is.</summary>
    public TraceFault? Complete()
    {
        if (Clocks is not { } clocks)
        {
            return new TraceFault(TraceFaultCode.FrequencyMissing, Number: unchecked((long)Number));
        }

        Clock = new GoClock(clocks.TicksPerSecond);
        Samples.Arrange(Clock);
        return RuleFault.Of(Stacks.Unnamed(Strings));
    }

    /// <summary>The events of each thread, in the order in which the threads first appeared.</summary>
    public IEnumerable<EventCursor> Cursors() =>
        _threads.Select(thread => new EventCursor(thread, _batches[thread], Clock));

    private void Note(in GoBatch batch)
    {
        BatchCount++;
        BatchBytes += batch.WholeBytes;
        bool isFirst = _first == 0 || batch.Time < _first;
        _first = isFirst ? batch.Time : _first;
    }

    private TraceFault? AddClocks(in GoBatch batch)
    {
        if (Clocks is not null)
        {
            return new TraceFault(TraceFaultCode.ClocksRepeated, Number: unchecked((long)Number));
        }

        bool read = GoClocks.TryRead(batch, version, out GoClocks clocks, out TraceFault? fault);
        Clocks = read ? clocks : null;
        return fault;
    }

    private void AddEvents(in GoBatch batch)
    {
        long thread = unchecked((long)batch.Thread);
        if (!_batches.TryGetValue(thread, out List<ThreadBatch>? batches))
        {
            batches = [];
            _batches.Add(thread, batches);
            _threads.Add(thread);
        }

        batches.Add(new ThreadBatch(batch.Time, bytes.Store(batch.Payload)));
    }
}
