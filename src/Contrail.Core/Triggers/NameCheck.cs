namespace Contrail.Core.Triggers;

/// <summary>
/// Finds the events, counters and providers that conditions name and a stream does not show. Silence is no proof: what
/// has not arrived may still exist. One thread uses it; any thread reads <see cref="Missing"/>.
/// </summary>
internal sealed class NameCheck
{
    /// <summary>Rules are written by people.</summary>
    private const int MaxSubjects = 200;

    private readonly NamedSubject[] _subjects;
    private readonly SeenNames _eventOwners = new();
    private readonly SeenNames _counterOwners = new();
    private volatile MissingName[] _missing = [];

    /// <param name="conditions">The conditions.</param>
    /// <param name="isKnown">Returns whether an event of this name is known to exist: it is not looked for.</param>
    public NameCheck(IEnumerable<SignalCondition> conditions, Func<string, bool> isKnown) => _subjects =
    [
        .. conditions
            .Where(one => one.Signal.Observed is SignalKind.Event or SignalKind.Counter)
            .SelectMany(one => one.Subjects.Select(subject => new NamedSubject(one, subject)))
            .Where(one => one.IsCounter || !isKnown(one.Subject))
            .DistinctBy(one => (one.Condition.ToString(), one.Subject))
            .Take(MaxSubjects),
    ];

    /// <summary>What is missing as of the last update, each once.</summary>
    public IReadOnlyList<MissingName> Missing => _missing;

    /// <summary>Whether an event that a condition names has not been seen.</summary>
    public bool NeedsEvents => Array.Exists(_subjects, one => one is { IsCounter: false, IsSeen: false });

    /// <summary>Whether a counter that a condition names has not been seen.</summary>
    public bool NeedsCounters => Array.Exists(_subjects, one => one is { IsCounter: true, IsSeen: false });

    /// <summary>The stream shows an event.</summary>
    public void SeeEvent(string provider, string name)
    {
        _eventOwners.Add(provider);
        foreach (NamedSubject subject in _subjects)
        {
            if (!subject.IsCounter)
            {
                subject.See(provider, name, series: null);
            }
        }
    }

    /// <summary>The stream shows a counter.</summary>
    /// <param name="owner">Its provider or meter.</param>
    /// <param name="name">Its name.</param>
    /// <param name="series">Its name with its tags; null if there is no value.</param>
    public void SeeCounter(string owner, string name, string? series)
    {
        _counterOwners.Add(owner);
        foreach (NamedSubject subject in _subjects)
        {
            if (subject.IsCounter)
            {
                subject.See(owner, name, series);
            }
        }
    }

    /// <summary>Finds what is missing.</summary>
    /// <param name="now">The current moment, in nanoseconds; null if the stream is complete.</param>
    /// <param name="isRecorded">Returns whether the events of a condition are requested now.</param>
    public void Update(long? now, Func<SignalCondition, bool> isRecorded) => _missing =
    [
        .. _subjects
            .Select(one => now is { } known
                ? one.Missing(known, isRecorded(one.Condition), OwnersFor(one))
                : one.MissingAtEnd(OwnersFor(one)))
            .OfType<MissingName>(),
    ];

    private SeenNames OwnersFor(NamedSubject subject) => subject.IsCounter ? _counterOwners : _eventOwners;
}
