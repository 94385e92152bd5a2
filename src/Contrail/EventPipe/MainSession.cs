using Contrail.Core.Formats;
using Contrail.Core.Ring;
using Contrail.Ipc;
using Contrail.Sources;

namespace Contrail.EventPipe;

/// <summary>
/// What feeds the ring: one session after the other, because none can be changed once it is open. After it is opened,
/// one thread at a time changes it; all else is safe from any.
/// </summary>
internal sealed class MainSession
{
    /// <summary>
    /// How long the next session may be unread while the old one ends: less than the watchdog allows. Usually it is one
    /// flush, 100 ms.
    /// </summary>
    private static readonly TimeSpan MaxDrain = TimeSpan.FromMilliseconds(600);

    private readonly DiagnosticClient _client;
    private readonly TraceRecording _recording;
    private readonly ISourceHost _host;
    private readonly Func<Profile, SessionRequest> _requestFor;
    private readonly StreamRelay _relay;
    private readonly TraceClock _clock;
    private volatile EventPipeConnection _connection;
    private volatile string _line;

    public MainSession(
        DiagnosticClient client,
        DiagnosticClient hurried,
        Profile profile,
        Func<Profile, SessionRequest> requestFor,
        TraceRecording recording,
        TraceClock clock,
        ISourceHost host)
    {
        _clock = clock;
        _client = client;
        _requestFor = requestFor;
        _recording = recording;
        _host = host;
        Profile = profile;
        AddedProviders = [.. profile.Added.Where(AddedProvider.IsExpected).Select(provider => provider.Name)];
        Profiles = new ProfileHistory(Now, profile, host.Time);
        Consumer = new RecordingConsumer(recording, host.Time, isRelayed: true, now: () => clock.Now);
        (_connection, _line) = Open(hurried, profile);
        _relay = new StreamRelay(Drain(_connection));
    }

    /// <summary>The profile in force.</summary>
    public Profile Profile { get; private set; }

    /// <summary>The names of the added providers from which events are expected.</summary>
    public IReadOnlyList<string> AddedProviders { get; }

    public ProfileHistory Profiles { get; }

    public RecordingConsumer Consumer { get; }

    /// <summary>All its streams, as one.</summary>
    public IDrain Streams => _relay;

    /// <summary>The current stream.</summary>
    public IDrain Current => _relay.Current;

    /// <summary>The latest request.</summary>
    public string Line => _line;

    /// <summary>Of the session whose stream has not ended; null if there is none.</summary>
    public ulong? LiveId => Current.Ended.IsCompleted ? null : _connection.SessionId;

    private TraceTicks Now => _clock.Now;

    /// <summary>
    /// Continues with another profile. The next session is opened before the old one is stopped, so nothing is missing;
    /// events of both are kept once. If it cannot be opened, the old one continues, and the failure is thrown.
    /// </summary>
    public void Change(Profile next, string because)
    {
        IDrain old = Current;
        ulong oldId = _connection.SessionId;
        _recording.ExpectStream(Now);
        try
        {
            (_connection, _line) = Open(_client, next);
        }
        catch
        {
            _recording.ExpectStream(null);
            throw;
        }

        Profile = next;
        Profiles.Add(Now, next, because);
        End(old, oldId);
        PassOn();
    }

    /// <summary>
    /// Continues after a stream has ended by itself. Connection failures are thrown, and the call can be repeated.
    /// </summary>
    public void Reopen()
    {
        (_connection, _line) = Open(_client, Profile);
        PassOn();
    }

    /// <summary>The stream has ended, and no other will follow.</summary>
    public void Finish()
    {
        // In this order: how the recording ended is read from the relay, at the latest when the recording has ended.
        _relay.Finish();
        Consumer.Finish();
    }

    public void Close() => _relay.Close();

    private (EventPipeConnection Connection, string Line) Open(DiagnosticClient client, Profile profile)
    {
        SessionRequest request = _requestFor(profile);
        EventPipeConnection connection = client.StartSession(request);
        return (connection, SessionPlan.Line($"main ({profile.Name})", request, connection));
    }

    private IDrain Drain(EventPipeConnection connection) => _host.Drain("Contrail main", connection, Consumer);

    private void PassOn()
    {
        _recording.BeginStream(Now);
        _relay.PassTo(Drain(_connection));
    }

    // A runtime that does not answer in this time loses the rest of its old session, not its new one.
    private void End(IDrain old, ulong oldId)
    {
        long started = _host.Time.GetTimestamp();
        try
        {
            if (!old.Ended.IsCompleted)
            {
                _client.StopSession(oldId, MaxDrain);
            }
        }
        catch (Exception failure) when (DiagnosticClient.IsConnectionFailure(failure))
        {
            // Closing the socket ends the session too.
        }

        if (!_host.Time.Wait(old.Ended, MaxDrain - _host.Time.GetElapsedTime(started)))
        {
            old.Close();

            // In this order: what arrived until the stream was closed is not missing.
            TraceTicks now = Now;
            TraceTicks from = _recording.Latest is { } latest && latest < now ? latest : now;
            _recording.AddLoss(new Loss(from, now, LossReason.ProfileChanged, 1, null));
        }
    }
}
