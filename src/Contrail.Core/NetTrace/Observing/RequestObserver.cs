using Contrail.Core.Formats;
using Contrail.Core.NetTrace.Events;
using Contrail.Core.NetTrace.Libraries;
using Contrail.Core.NetTrace.Payloads;
using Contrail.Core.NetTrace.Wire;
using Contrail.Core.Triggers;

namespace Contrail.Core.NetTrace.Observing;

/// <summary>
/// Observes requests that ASP.NET Core has completed, each once: at the last event of hosting's event source, or at the
/// end of the activity if that source is not recorded. Not safe for concurrent use.
/// </summary>
/// <remarks>
/// Hosting ends a request without a switch of threads: the response, the end of the activity, and the event of its own
/// source follow each other on one thread.
/// </remarks>
internal sealed class RequestObserver : IEventObserver
{
    /// <summary>Threads that are between the first and the last event of an end.</summary>
    private const int MaxEnding = 1_024;

    private const string Start = "RequestStart";
    private const string Stop = "RequestStop";

    private readonly StartedRequests _started = new();
    private readonly Dictionary<ulong, EndedRequest> _ending = [];
    private bool _isHostingRecorded;

    /// <inheritdoc/>
    public IReadOnlyList<SignalKind> Signals { get; } = [SignalKind.Request];

    /// <inheritdoc/>
    public bool IsUsed(MetadataRow row) => (row.Provider, row.Name) is
        (LibraryProvider.Hosting, Start or Stop) or (LibraryProvider.Activities, "ActivityStop" or "Event");

    /// <inheritdoc/>
    public ObserveEvent? Find(MetadataRow row, EventSchema schema) => (row.Provider, row.Name) switch
    {
        (LibraryProvider.Hosting, Start) => Begin(FieldPath.Resolve(schema, "path")),
        (LibraryProvider.Hosting, Stop) => End,
        (LibraryProvider.Activities, "ActivityStop" or "Event") => EndActivity(new ActivityEvent(schema)),
        _ => null,
    };

    private ObserveEvent Begin(FieldPath? path) =>
        (in TappedEvent current, in EventPayload _, long nanoseconds, ICollection<Observation> _) =>
        {
            _isHostingRecorded = true;
            if (current.ActivityId != Guid.Empty)
            {
                _started.Add(current.ActivityId, new StartedRequest(nanoseconds, Read(path, current.Payload)));
            }
        };

    private ObserveEvent EndActivity(ActivityEvent fields) =>
        (in TappedEvent current, in EventPayload _, long nanoseconds, ICollection<Observation> observed) =>
        {
            string name = fields.ActivityName(current.Payload);
            if (!RequestActivity.IsRequest(fields.SourceName(current.Payload), name))
            {
                return;
            }

            ActivityArguments arguments = fields.Arguments(current.Payload);
            string target = FileText.Shorten(RequestActivity.TargetOf(arguments));
            if (name == RequestActivity.EndEvent)
            {
                Hold(current.ThreadId, new EndedRequest("", target, Duration: null));
            }
            else if (current.Row.Name != "Event" || name.EndsWith(RequestActivity.StopSuffix, StringComparison.Ordinal))
            {
                bool hasResponse = _ending.Remove(current.ThreadId, out EndedRequest response);
                EndedRequest ended = new(target, hasResponse ? response.Path : "", arguments.DurationNanoseconds);
                if (_isHostingRecorded)
                {
                    Hold(current.ThreadId, ended);
                }
                else
                {
                    Add(ended, started: null, nanoseconds, observed);
                }
            }
        };

    private void End(
        in TappedEvent current, in EventPayload payload, long nanoseconds, ICollection<Observation> observed)
    {
        bool isKnown = _ending.Remove(current.ThreadId, out EndedRequest ended);
        StartedRequest? started = current.ActivityId == Guid.Empty ? null : _started.Take(current.ActivityId);
        Add(isKnown ? ended : new EndedRequest("", "", Duration: null), started, nanoseconds, observed);
    }

    private void Hold(ulong threadId, EndedRequest ended)
    {
        if (_ending.Count == MaxEnding)
        {
            // Ends that were lost; the next requests of these threads replace them.
            _ending.Clear();
        }

        _ending[threadId] = ended;
    }

    // The path of a response may be one that the application has set; the start of the request has the original one.
    private static void Add(
        EndedRequest ended, StartedRequest? started, long nanoseconds, ICollection<Observation> observed)
    {
        double? duration = started is null ? ended.Duration : Math.Max(0, nanoseconds - started.Nanoseconds);
        if (duration is not null)
        {
            observed.Add(new Observation(SignalKind.Request, nanoseconds)
            {
                Value = duration,
                Subject = ActivityArguments.First(ended.Route, started?.Path ?? "", ended.Path),
            });
        }
    }

    private static string Read(FieldPath? path, ReadOnlySpan<byte> untrusted) =>
        path is not null && path.TryRead(untrusted, out FieldValue value)
            ? FileText.Shorten(RequestActivity.WithoutQuery(value.ToText()))
            : "";
}
