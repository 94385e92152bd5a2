using Contrail.Machine;
using System.Security.Cryptography.X509Certificates;

namespace Contrail;

/// <summary>Configures the connection to a Go service and its recording. Immutable.</summary>
public sealed record GoTraceOptions
{
    /// <summary>Gets the HTTP headers of each request.</summary>
    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>();

    /// <summary>Gets the token for <c>Authorization: Bearer</c>; null for none.</summary>
    public string? BearerToken { get; init; }

    /// <summary>Gets the TLS client certificate; null for none.</summary>
    public X509Certificate2? ClientCertificate { get; init; }

    /// <summary>Gets the path of the service's Unix socket; null to connect to the address.</summary>
    public string? UnixSocketPath { get; init; }

    /// <summary>
    /// Gets the time limit for the response. An idle service sends the first bytes after 1 or 2 seconds, when the trace
    /// has 6 KiB. Must be positive. Default: 30 seconds.
    /// </summary>
    public TimeSpan AnswerWithin { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// Gets the length of the requested trace. Another trace follows it, and no file can contain both, so use a shorter
    /// one only if the server limits the length of a response. Must be positive. Default: 30 days.
    /// </summary>
    public TimeSpan SessionLength { get; init; } = TimeSpan.FromDays(30);

    /// <summary>
    /// Gets the time without data after which a connection counts as lost: a traced Go program writes every second,
    /// even if it is idle. Must be positive. Default: 30 seconds.
    /// </summary>
    public TimeSpan MaxSilence { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Gets the time to retry a lost connection; 0 disables retries. Default: 1 minute.</summary>
    public TimeSpan ReconnectFor { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>
    /// Gets the time that a snapshot waits for the generation that contains the request. The generation of an idle
    /// service arrives after 1 to 3 seconds. 0 disables the wait. Default: 5 seconds.
    /// </summary>
    public TimeSpan SnapshotWait { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// Gets whether to keep exactly the generations that Go's own flight recorder keeps, for the same period and bytes.
    /// It decides only when a generation ends, keeps the generation that crosses either limit, and so exceeds the
    /// memory limit by up to that one and the one being filled, each of at most 256 MiB. A generation that cannot be
    /// kept, and a gap between two, end the recording. It excludes samples and figures. Default: false.
    /// </summary>
    public bool KeepAsGo { get; init; }

    /// <summary>
    /// Gets how often each processor of this machine is sampled per second, to record the threads of the service that
    /// use it with their stacks: 0 to 500; odd rates are not in step with timers. The samples are in a nettrace file
    /// next to the trace. They require a service that is a process of this machine, and the rights of
    /// <see cref="EventPipeOptions.CpuSamplesPerSecond"/>; without, recording goes on without samples, and manifests
    /// have the reason. Default: null, which is 49, and 0 with <see cref="KeepAsGo"/>.
    /// </summary>
    public int? CpuSamplesPerSecond { get; init; }

    /// <summary>
    /// Gets whether to record, each second, what the operating system reports of the service's process, its control
    /// groups, the machine and the network, into the same file as the samples. It requires a service that is a process
    /// of this machine. Default: null, which is true, and false with <see cref="KeepAsGo"/>.
    /// </summary>
    public bool? RecordsFigures { get; init; }

    /// <summary>Gets what is recorded of the machine: figures, and samples per second.</summary>
    internal (bool HasFigures, int Hertz) Lanes => (RecordsFigures ?? !KeepAsGo, SamplesPerSecond);

    private int SamplesPerSecond => CpuSamplesPerSecond ?? (KeepAsGo ? 0 : SamplingLimits.UsualHertz);

    /// <summary>Returns the name of the type only: the values may be secret.</summary>
    public override string ToString() => nameof(GoTraceOptions);

    internal void Validate()
    {
        ArgumentNullException.ThrowIfNull(Headers);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(AnswerWithin, TimeSpan.Zero, nameof(AnswerWithin));
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(SessionLength, TimeSpan.Zero, nameof(SessionLength));
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(MaxSilence, TimeSpan.Zero, nameof(MaxSilence));
        ArgumentOutOfRangeException.ThrowIfLessThan(ReconnectFor, TimeSpan.Zero, nameof(ReconnectFor));
        ArgumentOutOfRangeException.ThrowIfLessThan(SnapshotWait, TimeSpan.Zero, nameof(SnapshotWait));
        ArgumentOutOfRangeException.ThrowIfNegative(SamplesPerSecond, nameof(CpuSamplesPerSecond));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(
            SamplesPerSecond, SamplingLimits.MaxHertz, nameof(CpuSamplesPerSecond));
        if (KeepAsGo && Lanes is not { HasFigures: false, Hertz: 0 })
        {
            throw new ArgumentException(
                "Samples and figures need memory of the recording: with KeepAsGo it has none for them.");
        }
    }
}
