using Contrail.Capture;
using Contrail.Core.Formats;
using Contrail.Core.GoTrace.Recording;
using Contrail.Core.GoTrace.Snapshots;
using Contrail.Core.GoTrace.Wire;
using Contrail.Core.Ring;
using Contrail.Core.Snapshots;

namespace Contrail.Tests.Support;

/// <summary>A recording of a Go trace, and what would be written of it.</summary>
internal sealed class GoRecorded : IDisposable
{
    private readonly RecordingLimits _limits;

    public GoRecorded(
        long maxBytes = 64 << 20, double seconds = 3600, bool keepAsGo = false, TimeSpan? figures = null)
    {
        _limits = new RecordingLimits(TimeSpan.FromSeconds(seconds), maxBytes) { FiguresPeriod = figures };
        Trace = new TraceRecording(
            new GoTraceFormat(failsAsGo: keepAsGo),
            _limits,
            GoTraceSplitter.MaxFrameBytes,
            policy: keepAsGo ? GoRetentionPolicy.Instance : null);
    }

    public TraceRecording Trace { get; }

    /// <summary>Records a complete stream with the given end.</summary>
    public static GoRecorded Of(byte[] stream, StreamEnd end = StreamEnd.Clean, TimeSpan? figures = null)
    {
        GoRecorded recorded = new(figures: figures);
        recorded.Trace.Append(stream);
        recorded.Trace.Complete(default, end);
        return recorded;
    }

    /// <summary>The contents of a snapshot: the trace, and by suffix its companions. Null without a snapshot.</summary>
    /// <param name="laneFile">Makes the file of the lanes; null if there are none.</param>
    /// <param name="names">Names native code in it.</param>
    /// <param name="cancellationToken">Ends that.</param>
    public Taken? Take(
        ILaneFile? laneFile = null, INativeNames? names = null, CancellationToken cancellationToken = default)
    {
        if (Trace.Freeze(default) is not { } ring)
        {
            return null;
        }

        SnapshotFacts facts = new()
        {
            Describe = TraceFaultText.Of,
            Reason = "test",
            RequestedUtc = new DateTime(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc),
            RequestCoverage = RequestCoverage.Flushed,
            Period = _limits.Period,
            MaxBytes = _limits.MaxBytes,
            HeldBytes = Trace.Counts().HeldBytes,
            NativeNames = names,
        };
        using Snapshot snapshot = new GoTraceAssembler(laneFile).Assemble(ring, facts, cancellationToken);
        return new Taken(
            Join(snapshot.Parts),
            snapshot.SizeBytes,
            snapshot.Manifest,
            snapshot.Companions.ToDictionary(companion => companion.Suffix, companion => Join(companion.Parts)));
    }

    public void Dispose() => Trace.Dispose();

    private static byte[] Join(IEnumerable<ReadOnlyMemory<byte>> parts) =>
        [.. parts.SelectMany(part => part.ToArray())];

    internal sealed record Taken(
        byte[] Trace, long SizeBytes, SnapshotManifest Manifest, IReadOnlyDictionary<string, byte[]> Companions)
    {
        /// <summary>The numbers of the generations in the trace, each once.</summary>
        public string Generations => string.Join(' ', GoTraceReading.Of(Trace).Select(one => one.Number));
    }
}
