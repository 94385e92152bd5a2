namespace Contrail.EventPipe;

/// <summary>The recent cost of a recording for the process.</summary>
/// <param name="EventsPerSecond">Events that it wrote, including those that the runtime dropped.</param>
/// <param name="StreamBytesPerSecond">Bytes of the stream.</param>
/// <param name="HasStacks">Whether each event has a stack.</param>
internal readonly record struct GovernorLoad(double EventsPerSecond, double StreamBytesPerSecond, bool HasStacks)
{
    /// <summary>The runtime flushes every 100 ms, and a busy machine takes some more.</summary>
    private static readonly TimeSpan MaxLag = TimeSpan.FromSeconds(1);

    /// <summary>
    /// A flood of 80,000 events a second takes a tenth of a core; threads by the thousand that write rarely take all
    /// of one.
    /// </summary>
    private const double MaxStreamingShare = 0.25;

    /// <summary>
    /// An event on a thread that has not written since the last flush needs a buffer first, and takes longer the more
    /// threads do so. Measured, per thread that does: 0.2 to 1.2 µs, with 200 to 2,000 threads.
    /// </summary>
    private const double SecondsPerBufferAndThread = 0.4e-6;

    private const double FlushesPerSecond = 10;

    /// <summary>
    /// With fewer the price is within a tenth of a core. Threads that end within a second are counted too, although
    /// they do not need buffers at the same time.
    /// </summary>
    private const int ManyWriters = 300;

    /// <summary>How many threads write; 0 if unknown.</summary>
    public int WriterCount { get; init; }

    /// <summary>The lag of the runtime's stream, although everything that it has sent was read.</summary>
    public TimeSpan Lag { get; init; }

    /// <summary>What the runtime's own streaming threads use of one core; null where that is unknown.</summary>
    public double? StreamingShare { get; init; }

    /// <summary>Whether the runtime lags with this recorder's stream: other tools' sessions have threads too.</summary>
    public bool IsBehind => Lag > MaxLag;

    /// <summary>Whether the runtime cannot keep up with the recording, regardless of the model.</summary>
    public bool IsHarmful => IsBehind || StreamingShare > MaxStreamingShare;

    /// <summary>
    /// Whether another attempt with the more expensive profile would cost the process seconds of its time, until the
    /// lag of the stream is detected and the profile is left again.
    /// </summary>
    public bool IsDearToTry => IsHarmful || WriterCount >= ManyWriters;

    /// <summary>Measured: 0.8 µs with a shallow stack, 3.5 µs for an exception.</summary>
    private const double SecondsPerEventWithStack = 2e-6;

    /// <summary>Measured: 180 to 230 ns, including the check whether the event is enabled.</summary>
    private const double SecondsPerEvent = 0.3e-6;

    /// <summary>The runtime's streaming thread; measured: 2 ms a MB.</summary>
    private const double SecondsPerByte = 2e-9;

    /// <summary>What that takes of one core, estimated.</summary>
    public double CpuShare =>
        (EventsPerSecond * (HasStacks ? SecondsPerEventWithStack : SecondsPerEvent))
        + (BuffersPerSecond * WriterCount * SecondsPerBufferAndThread)
        + (StreamBytesPerSecond * SecondsPerByte);

    private double BuffersPerSecond =>
        WriterCount < ManyWriters ? 0 : Math.Min(EventsPerSecond, WriterCount * FlushesPerSecond);
}
