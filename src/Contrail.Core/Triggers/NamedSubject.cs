namespace Contrail.Core.Triggers;

/// <summary>
/// An event or a counter that a condition names, and what a stream has shown of it and of its provider. Not safe for
/// concurrent use.
/// </summary>
internal sealed class NamedSubject
{
    /// <summary>After this time, what has not arrived is reported: rare events have still not happened.</summary>
    public const long WaitNanoseconds = 30_000_000_000;

    /// <summary>In two full intervals of its provider, each counter is written at least twice.</summary>
    private const int IntervalCount = 2;

    /// <summary>A meter with more series shows its intervals by the first of them.</summary>
    private const int MaxSeries = 1_000;

    private readonly SubjectPattern _pattern;
    private readonly SubjectPattern _ownerPattern;
    private readonly string _owner;
    private readonly string _name;
    private readonly SeenNames _others = new();
    private readonly Dictionary<string, int> _series = new(StringComparer.Ordinal);
    private long? _since;
    private bool _isOwnerWaitedFor;
    private int _intervalCount;

    /// <param name="condition">The condition.</param>
    /// <param name="subject">The subject of it, or of one of its two events.</param>
    public NamedSubject(SignalCondition condition, string subject)
    {
        Condition = condition;
        Subject = subject;
        int end = subject.LastIndexOf('/');
        _owner = end < 0 ? "" : subject[..end];
        _name = subject[(end + 1)..];
        _pattern = new SubjectPattern(subject);
        _ownerPattern = new SubjectPattern(_owner);
    }

    /// <summary>The condition.</summary>
    public SignalCondition Condition { get; }

    /// <summary>The pattern.</summary>
    public string Subject { get; }

    /// <summary>Whether it is a counter; otherwise an event.</summary>
    public bool IsCounter => Condition.Signal.Kind == SignalKind.Counter;

    /// <summary>Whether the stream shows it: nothing else about it matters then.</summary>
    public bool IsSeen { get; private set; }

    /// <summary>The stream shows an event or a counter.</summary>
    /// <param name="owner">Its provider or meter.</param>
    /// <param name="name">Its name.</param>
    /// <param name="series">
    /// Of a value of a counter, its name with its tags: there is one in each interval. Null if there is no value.
    /// </param>
    public void See(string owner, string name, string? series)
    {
        IsSeen = IsSeen || _pattern.IsMatch($"{owner}/{name}");
        if (IsSeen || !_ownerPattern.IsMatch(owner))
        {
            return;
        }

        _others.Add(name);
        if (series is not null && (_series.Count < MaxSeries || _series.ContainsKey(series)))
        {
            int count = _series.GetValueOrDefault(series) + 1;
            _series[series] = count;
            _intervalCount = Math.Max(_intervalCount, count - 1);
        }
    }

    /// <summary>What is missing at a moment; null if nothing is, or if it is too early.</summary>
    /// <param name="now">The moment, in nanoseconds.</param>
    /// <param name="isRecorded">Whether its events are requested now: otherwise the stream shows nothing.</param>
    /// <param name="owners">All providers and meters that the stream shows.</param>
    public MissingName? Missing(long now, bool isRecorded, SeenNames owners)
    {
        bool isOwnerMissing = _others.Count == 0;
        if (IsSeen || !isRecorded || _since is null || isOwnerMissing != _isOwnerWaitedFor)
        {
            _isOwnerWaitedFor = isOwnerMissing;
            _since = now;
        }

        long waited = now - _since.Value;
        bool isOver = IsCounter && !isOwnerMissing ? _intervalCount >= IntervalCount : waited >= WaitNanoseconds;
        return IsSeen || !isRecorded || !isOver ? null : Missing(owners) with { WaitedNanoseconds = waited };
    }

    /// <summary>What is missing in a stream that is complete; null if nothing is.</summary>
    public MissingName? MissingAtEnd(SeenNames owners) => IsSeen ? null : Missing(owners);

    private MissingName Missing(SeenNames owners)
    {
        bool isOwnerMissing = _others.Count == 0;
        MissingNameKind kind = isOwnerMissing ? MissingNameKind.Provider
            : IsCounter ? MissingNameKind.Counter
            : MissingNameKind.Event;
        MissingName missing = new(Condition, kind, _owner, _name);
        return isOwnerMissing ? owners.Describe(missing, _owner) : _others.Describe(missing, _name);
    }
}
