using System.Globalization;
using Contrail.Analysis.Model;
using Contrail.Analysis.NetTrace.Reading;
using Contrail.Core.NetTrace.Events;
using Contrail.Core.NetTrace.Libraries;
using Contrail.Core.NetTrace.Payloads;
using Contrail.Core.NetTrace.Wire;

namespace Contrail.Analysis.NetTrace.Interpreting;

/// <summary>
/// Makes spans of the start and stop events of event sources. The runtime gives both the same activity id, as long as
/// the event source of tasks is recorded with its keyword for activity ids; without ids they cannot be paired. Not safe
/// for concurrent use.
/// </summary>
internal sealed class EventSourceSpans(Interpretation shared) : IEventInterpreter
{
    private const string Hosting = LibraryProvider.Hosting;
    private const string Http = LibraryProvider.Http;
    private const string NameResolution = LibraryProvider.NameResolution;
    private const string Security = LibraryProvider.Security;
    private const string Sockets = LibraryProvider.Sockets;

    /// <summary>The name of a request or call whose method is unknown.</summary>
    public const string UnknownMethod = "HTTP";

    private const string CallAddress = "{scheme}://{host}:{port}{pathAndQuery}";
    private const int StartOpcode = 1;
    private const int StopOpcode = 2;
    private const string StartSuffix = "Start";
    private const string StopSuffix = "Stop";

    private readonly OpenSpans<ActivityKey> _open = new(shared);
    private readonly EarlierSpans _earlier = new(shared);

    /// <summary>Whether the event of a row shows that spans were recorded.</summary>
    public static bool IsEvidence(MetadataRow row) =>
        row.Provider is Hosting or Http or NameResolution or Security or Sockets or LibraryProvider.Activities
            or SqlClientInterpreter.Provider;

    /// <summary>Whether an event source can write spans: one of those above, or one of the program.</summary>
    public static bool IsSource(string provider) =>
        provider is Hosting or Http or NameResolution or Security or Sockets or LibraryProvider.Activities
            or SqlClientInterpreter.Provider
        || !IsOfFramework(provider);

    /// <inheritdoc/>
    public InterpretEvent? Find(MetadataRow row) => (row.Provider, row.Name) switch
    {
        (Hosting, "RequestStart") => Start(row, SpanKind.Request, "{method}", "{path}"),
        (Hosting, "RequestStop") => Stop(row, SpanKind.Request, "", UnknownMethod),
        (Hosting, "UnhandledException") => Fail(row, SpanKind.Request, ""),
        (Http, "RequestStart") => Start(row, SpanKind.HttpClient, UnknownMethod, CallAddress),
        (Http, "RequestStop") => Stop(row, SpanKind.HttpClient, "{statusCode}", UnknownMethod),
        (Http, "RequestFailed") => Fail(row, SpanKind.HttpClient, "{exceptionMessage}"),
        (Http, "RequestLeftQueue") => LeaveQueue(row),
        (NameResolution, "ResolutionStart") => Start(row, SpanKind.Dns, "lookup", "{hostNameOrAddress}"),
        (NameResolution, "ResolutionStop") => Stop(row, SpanKind.Dns, "", "lookup"),
        (NameResolution, "ResolutionFailed") => Fail(row, SpanKind.Dns, ""),
        (Security, "HandshakeStart") => Start(row, SpanKind.Tls, "handshake", "{targetHost}"),
        (Security, "HandshakeStop") => Stop(row, SpanKind.Tls, "", "handshake"),
        (Security, "HandshakeFailed") => Fail(row, SpanKind.Tls, "{exceptionMessage}"),
        (Sockets, "ConnectStart") => Start(row, SpanKind.Connect, "connect", "{address}"),
        (Sockets, "ConnectStop") => Stop(row, SpanKind.Connect, "", "connect"),
        (Sockets, "ConnectFailed") => Fail(row, SpanKind.Connect, "{exceptionMessage}"),
        (Sockets, "AcceptStart") => Start(row, SpanKind.Accept, "accept", "{address}"),
        (Sockets, "AcceptStop") => Stop(row, SpanKind.Accept, "", "accept"),
        (Sockets, "AcceptFailed") => Fail(row, SpanKind.Accept, "{exceptionMessage}"),
        _ when IsOfFramework(row.Provider) => null,
        _ => FindOther(row),
    };

    /// <inheritdoc/>
    public void Complete()
    {
        _open.Complete();
        _earlier.Complete();
    }

    /// <summary>
    /// Changes the open span of a kind to which an event belongs; false if there is none. The event may be written in
    /// an activity that started within the span.
    /// </summary>
    public bool TryChange(Guid activityId, SpanKind kind, Func<Span, Span> change) =>
        FindOpen(activityId, kind) is { } key && _open.TryChange(key, change);

    /// <summary>The request in progress to which an event belongs; null if unknown.</summary>
    public RequestReference? RequestOf(Guid activityId)
    {
        if (FindOpen(activityId, SpanKind.Request) is not { } key || !_open.TryFind(key, out Span span))
        {
            return null;
        }

        if (span.Reference is null)
        {
            RequestReference reference = new(RequestReference.IdentityOf(span));
            _open.TryChange(key, open => open with { Reference = reference });
            return reference;
        }

        return span.Reference;
    }

    /// <summary>
    /// Changes the span of a kind to which an event belongs, also if its start is not in the file: then the end of its
    /// component may follow.
    /// </summary>
    public void ChangeKnown(Guid activityId, SpanKind kind, Func<Span, Span> change)
    {
        if (!TryChange(activityId, kind, change))
        {
            _earlier.Change(ActivityKey.Of(activityId), kind, change);
        }
    }

    /// <summary>
    /// Holds an activity of a component whose own span began before the window; false if it is to be reported by
    /// itself.
    /// </summary>
    public bool TryHold(Guid activityId, in Span activity) => _earlier.TryHold(ActivityKey.Of(activityId), activity);

    // The innermost open span of a kind whose id an id begins with.
    private ActivityKey? FindOpen(Guid activityId, SpanKind kind)
    {
        ActivityKey key = ActivityKey.Of(activityId);
        for (int length = key.IsNone || _open.IsEmpty ? 0 : key.Length; length > 0; length--)
        {
            ActivityKey outer = key.Prefix(length);
            if (_open.IsOpen(outer, kind))
            {
                return outer;
            }
        }

        return null;
    }

    // What the framework marks with starts and stops beyond the list above are parts of it.
    private static bool IsOfFramework(string provider) =>
        provider.StartsWith("System.", StringComparison.Ordinal)
        || provider.StartsWith("Microsoft.", StringComparison.Ordinal)
        || provider.StartsWith("Microsoft-", StringComparison.Ordinal);

    private static string Without(string name, string suffix) =>
        name.Length > suffix.Length && name.EndsWith(suffix, StringComparison.Ordinal) ? name[..^suffix.Length] : name;

    private InterpretEvent? FindOther(MetadataRow row)
    {
        EventSchema schema = shared.Schemas.Of(row);
        string target = "";
        foreach (SchemaField field in schema.Fields)
        {
            target = target.Length == 0 && field.Type == FieldType.Text ? $"{{{field.Name}}}" : target;
        }

        return schema.Opcode switch
        {
            StartOpcode => Start(row, SpanKind.Activity, Without(row.Name, StartSuffix), target),
            StopOpcode => Stop(row, SpanKind.Activity, "", Without(row.Name, StopSuffix)),
            _ => null,
        };
    }

    private InterpretEvent Start(MetadataRow row, SpanKind kind, string name, string target)
    {
        FieldPattern names = new(shared.Schemas.Of(row), name);
        FieldPattern targets = new(shared.Schemas.Of(row), target);
        return (in NetTraceEvent current, TraceTime at, in EventPayload _) =>
        {
            ActivityKey key = ActivityKey.Of(current.ActivityId);
            if (key.IsNone)
            {
                shared.Sink.OnUnpaired(ModelNeeds.Spans);
                return;
            }

            TimeRange range = new(at, at, IsOpenAtStart: false, IsOpenAtEnd: true);
            _open.Begin(key, new Span(kind, names.Of(current.Payload), unchecked((long)current.ThreadId), range)
            {
                Target = SpanTarget.Of(kind, targets.Of(current.Payload)),
                Source = current.Row.Provider,
            });
        };
    }

    private InterpretEvent Stop(MetadataRow row, SpanKind kind, string status, string name)
    {
        FieldPattern statuses = new(shared.Schemas.Of(row), status);
        return (in NetTraceEvent current, TraceTime at, in EventPayload _) =>
        {
            ActivityKey key = ActivityKey.Of(current.ActivityId);
            bool isOpen = _open.TryEnd(key, out Span span);
            span = isOpen ? span : _earlier.End(key, kind);
            bool hasStart = isOpen || span.IsActivity;
            if (!hasStart && (key.IsNone || !shared.IsComplete))
            {
                _open.EndUnknown(kind);
                return;
            }

            if (!hasStart)
            {
                TimeRange range = new(TraceTime.Start, at, IsOpenAtStart: true, IsOpenAtEnd: false);
                span = span with { ExecutionId = unchecked((long)current.ThreadId), Range = range };
            }

            string text = statuses.Of(current.Payload);
            shared.Sink.Add(span with
            {
                Name = ActivityArguments.First(span.Name, name),
                IsActivity = false,
                Source = current.Row.Provider,
                Range = span.Range with { End = at, IsOpenAtEnd = false },
                Status = span.Status.Length > 0 ? span.Status : text,
                IsFailed = span.IsFailed || (!span.IsCanceled && SpanTarget.IsFailure(kind, text)),
            });
        };
    }

    private InterpretEvent Fail(MetadataRow row, SpanKind kind, string message)
    {
        FieldPattern messages = new(shared.Schemas.Of(row), message);
        return (in NetTraceEvent current, TraceTime at, in EventPayload _) =>
        {
            string text = messages.Of(current.Payload);
            bool isCanceled = SpanTarget.IsCancellation(kind, text);
            ChangeKnown(
                current.ActivityId,
                kind,
                span => span with { IsFailed = !isCanceled, IsCanceled = isCanceled, Status = text });
        };
    }

    private InterpretEvent LeaveQueue(MetadataRow row)
    {
        FieldPattern queued = new(shared.Schemas.Of(row), "{timeOnQueueMilliseconds}");
        return (in NetTraceEvent current, TraceTime at, in EventPayload _) =>
        {
            const double NanosecondsPerMillisecond = 1e6;
            CultureInfo culture = CultureInfo.InvariantCulture;
            bool isNumber = double.TryParse(queued.Of(current.Payload), NumberStyles.Float, culture, out double read);
            if (isNumber && read >= 0 && read * NanosecondsPerMillisecond <= TraceTime.MaxNanoseconds)
            {
                long nanoseconds = (long)(read * NanosecondsPerMillisecond);
                ChangeKnown(
                    current.ActivityId, SpanKind.HttpClient, span => span with { QueuedNanoseconds = nanoseconds });
            }
        };
    }
}
