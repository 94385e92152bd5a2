namespace Contrail.Core.NetTrace.Observing;

/// <summary>
/// The requests that have started, by the id of their activity. Of too many, the older ones are forgotten, because the
/// end of a request can be lost. Not safe for concurrent use.
/// </summary>
internal sealed class StartedRequests
{
    /// <summary>Requests at the same time; twice as many are held.</summary>
    private const int MaxRecent = 4_096;

    private Dictionary<Guid, StartedRequest> _recent = [];
    private Dictionary<Guid, StartedRequest> _older = [];

    /// <summary>Adds a request; an earlier one of the same activity is replaced.</summary>
    public void Add(Guid activityId, StartedRequest request)
    {
        if (_recent.Count == MaxRecent)
        {
            (_older, _recent) = (_recent, []);
        }

        _recent[activityId] = request;
    }

    /// <summary>Removes a request; null if there is none of that activity.</summary>
    public StartedRequest? Take(Guid activityId)
    {
        bool isRecent = _recent.Remove(activityId, out StartedRequest? recent);
        bool isOlder = _older.Remove(activityId, out StartedRequest? older);
        return isRecent ? recent : isOlder ? older : null;
    }
}
