using Contrail.Core.Formats;
using Contrail.Core.Formats.GoTrace;
using Contrail.Core.Ring;
using Contrail.Core.Snapshots;
using Contrail.Core.Snapshots.GoTrace;

namespace Contrail.Tests.Support;

/// <summary>A recording of a Go trace, and what would be written of it.</summary>
internal sealed class GoRecorded : IDisposable
{
    private readonly RecordingLimits _limits;

    public GoRecorded(long bytesMax = 64 << 20, double seconds = 3600, RetentionRule rule = default)
    {
        _limits = new RecordingLimits(TimeSpan.FromSeconds(seconds), bytesMax) { Rule = rule };
        Trace = new TraceRecording(
            new GoTraceFormat(failsAsGo: rule == RetentionRule.Go), _limits, GoTraceSplitter.FrameBytesMax);
    }

    public TraceRecording Trace { get; }

    /// <summary>Records a whole stream that ends as told.</summary>
    public static GoRecorded Of(byte[] stream, StreamEnd end = StreamEnd.Clean)
    {
        GoRecorded recorded = new();
        recorded.Trace.Append(stream);
        recorded.Trace.Complete(default, end);
        return recorded;
    }

    /// <summary>What a snapshot has: the trace, and by suffix what is beside it. Null if there is none.</summary>
    public Taken? Take()
    {
        if (Trace.Freeze(default) is not { } ring)
        {
            return null;
        }

        using Snapshot snapshot = new GoTraceAssembler().Assemble(ring, new SnapshotFacts
        {
            Reason = "test",
            RequestedUtc = new DateTime(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc),
            UpToRequest = UpToRequest.Flushed,
            Period = _limits.Period,
            BytesMax = _limits.BytesMax,
            HeldBytes = Trace.Counts().HeldBytes,
        });
        return new Taken(
            Join(snapshot.Parts),
            snapshot.SizeBytes,
            snapshot.Certificate,
            snapshot.Companions.ToDictionary(companion => companion.Suffix, companion => Join(companion.Parts)));
    }

    public void Dispose() => Trace.Dispose();

    private static byte[] Join(IEnumerable<ReadOnlyMemory<byte>> parts) =>
        [.. parts.SelectMany(part => part.ToArray())];

    internal sealed record Taken(
        byte[] Trace, long SizeBytes, Certificate Certificate, IReadOnlyDictionary<string, byte[]> Beside)
    {
        /// <summary>The numbers of the generations in the trace, each once.</summary>
        public string Generations => string.Join(' ', GoTraceReading.Of(Trace).Select(one => one.Number));
    }
}
