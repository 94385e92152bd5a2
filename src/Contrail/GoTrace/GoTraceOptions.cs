using System.Security.Cryptography.X509Certificates;

namespace Contrail;

/// <summary>How a Go service is reached and recorded. A value: it does not change.</summary>
public sealed record GoTraceOptions
{
    /// <summary>Headers to send with every request.</summary>
    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>();

    /// <summary>A token to send as <c>Authorization: Bearer</c>; null for none.</summary>
    public string? BearerToken { get; init; }

    /// <summary>The certificate with which we identify ourselves over TLS; null for none.</summary>
    public X509Certificate2? ClientCertificate { get; init; }

    /// <summary>A Unix socket on which the service listens; null to go by the address.</summary>
    public string? UnixSocketPath { get; init; }

    /// <summary>
    /// How long the service may take to answer. Its first bytes come once it has produced six KiB, on a quiet service
    /// after a second or two.
    /// </summary>
    public TimeSpan AnswerWithin { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// For how long a trace is asked for. When it is over another one begins, and no file can have both; so it is long.
    /// Less is needed only where the server ends every answer after some time.
    /// </summary>
    public TimeSpan SessionLength { get; init; } = TimeSpan.FromDays(30);

    /// <summary>
    /// After how much silence a connection counts as lost: a Go program that is traced writes every second, also when
    /// it does nothing.
    /// </summary>
    public TimeSpan MaxSilence { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>For how long a lost service is sought before the recording ends; 0 if it ends at once.</summary>
    public TimeSpan ReconnectFor { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>
    /// How long a snapshot waits for the generation that contains the moment of its request. Of a quiet service it has
    /// arrived after one to three seconds: its end is sent only with what comes next.
    /// </summary>
    public TimeSpan SnapshotWait { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// Whether exactly those generations are kept that Go's own flight recorder keeps, for the same period and bytes.
    /// It decides only when a generation ends, keeps the generation that crosses either limit, and so exceeds the
    /// memory limit by up to that one and the one being filled, each of at most 256 MiB. A generation that cannot be
    /// kept, and a gap between two, end the recording. Default: false.
    /// </summary>
    public bool KeepAsGo { get; init; }

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
    }
}
