using Contrail.Core.Formats;
using Contrail.Core.Ring;
using Contrail.Sources;

namespace Contrail.Capture;

/// <summary>One recording, from a recorder's start to its stop.</summary>
internal sealed class Recording : IDisposable
{
    private readonly RecordingHost _host;

    private Recording(RecordingHost host, OpenRecordingSource source)
    {
        _host = host;
        Source = source;
    }

    public OpenRecordingSource Source { get; }

    /// <summary>What it was started with.</summary>
    public RecordingLimits Limits => _host.Limits;

    public RecorderState State => Source.Recording.Counts().Status switch
    {
        _ when Source.MainDrain.WasCut || Source.MainDrain.Failure is not null => RecorderState.Failed,
        SourceState.Open => RecorderState.Recording,
        SourceState.Ended or SourceState.Torn when !Source.Recording.HasEnded => RecorderState.Recording,
        SourceState.Ended or SourceState.Torn => RecorderState.Ended,
        _ => RecorderState.Failed,
    };

    /// <summary>Why it failed; null if it did not.</summary>
    public string? FailedBecause
    {
        get
        {
            if (Source.MainDrain.WasCut)
            {
                return "the recorder had paused too long to continue safely, so it detached from the process";
            }

            RecordingCounts counts = Source.Recording.Counts();
            return Source.MainDrain.Failure?.Message ?? counts.Fault switch
            {
                null => null,
                { } fault when counts.Status == SourceState.Malformed => TraceFaultText.InStream(fault),
                { } fault => TraceFaultText.Of(fault),
            };
        }
    }

    // The recorder closes a stream that it cannot read: how the stream ended is then not the source's doing.
    private string? EndedHow => Source.End?.Text is { } how
        ? (State == RecorderState.Failed ? FailedBecause : null) ?? how : null;

    /// <param name="shared">What the recording shares with others.</param>
    /// <param name="source">What to record.</param>
    /// <param name="limits">What to keep of it.</param>
    /// <param name="opening">Cancels opening the source.</param>
    public static Recording Open(
        RecorderHost shared, RecordingSource source, RecordingLimits limits, CancellationToken opening = default)
    {
        RecordingHost host = new(shared, limits, opening);
        try
        {
            return new Recording(host, source.Open(host));
        }
        catch
        {
            host.Dispose();
            throw;
        }
    }

    /// <summary>Completes a recorder's health with this recording's.</summary>
    public RecorderHealth Complete(RecorderHealth health)
    {
        // Before the count, so that a connection made in between is not missed.
        bool isConnected = Source.IsConnected;
        RecordingCounts counts = Source.Recording.Counts();
        TimeSpan window = WindowOf(counts);
        return health with
        {
            Process = Source.Process,
            Profile = Source.Profile,
            CpuSampling = Source.CpuSampling,
            CpuBurst = Source.Bursts?.Latest,
            HeldBytes = counts.HeldBytes,
            Window = window,
            StreamBytes = counts.StreamBytes,
            BytesPerSecond = window > TimeSpan.Zero ? counts.FrameBytes / window.TotalSeconds : 0,
            PumpLag = Source.MainDrain.PausedFor,
            PendingBytes = Source.MainDrain.PendingBytes,
            SourceLag = Source.Lag,
            EventCount = counts.EventCount,
            EvictedGenerationCount = counts.EvictedCount,
            Losses = counts.LossCounts,
            Lanes = counts.Lanes,
            IsConnected = isConnected,
            ReconnectCount = Source.ReconnectCount,
            EndedHow = EndedHow,
            LastError = FailedBecause ?? Both(health.LastError, Source.LastError),
        };
    }

    public void Dispose()
    {
        try
        {
            Source.Dispose();
        }
        finally
        {
            _host.Dispose();
        }
    }

    private TimeSpan WindowOf(RecordingCounts counts)
    {
        if (counts.Start is not { } start || counts.TicksPerSecond == 0)
        {
            return TimeSpan.Zero;
        }

        TraceTicks end = counts.Status == SourceState.Open ? Source.HeldUntil : counts.Latest ?? start;
        return TimeSpan.FromSeconds(Math.Max(0, (double)end.Since(start) / counts.TicksPerSecond));
    }

    private static string? Both(string? ofSnapshot, string? ofSource) =>
        ofSnapshot is null || ofSource is null ? ofSnapshot ?? ofSource : $"{ofSnapshot}; {ofSource}";
}
