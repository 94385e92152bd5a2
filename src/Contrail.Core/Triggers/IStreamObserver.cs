namespace Contrail.Core.Triggers;

/// <summary>
/// Makes observations of a source's stream, of the signals that rules in force use. One thread at a time calls it, and
/// it is not the one that reads the stream; the properties are safe from any thread.
/// </summary>
internal interface IStreamObserver
{
    /// <summary>
    /// Events of the stream, or batches of them where a format has such, that were to be observed and could not be:
    /// they arrived faster than they were taken, or were unreadable.
    /// </summary>
    long MissedCount { get; }

    /// <summary>
    /// The fields that conditions in force use and that observed events do not have, each once for a condition.
    /// </summary>
    IReadOnlyList<MissingField> MissingFields => [];

    /// <summary>
    /// The events, counters and providers that conditions in force name and that the stream does not show, as of the
    /// last <see cref="UpdateNames"/>, each once for a condition.
    /// </summary>
    IReadOnlyList<MissingName> MissingNames => [];

    /// <summary>Chooses what is observed from now on.</summary>
    /// <param name="conditions">The conditions of all rules in force.</param>
    void Use(IEnumerable<SignalCondition> conditions);

    /// <summary>Adds what was observed since the last call, as far as possible in the order of time.</summary>
    void Take(ICollection<Observation> observations);

    /// <summary>Finds what conditions name and the stream does not show.</summary>
    /// <param name="now">The current moment, on the clock of the observations.</param>
    /// <param name="isRecorded">Returns whether the events of a condition are requested now.</param>
    void UpdateNames(long now, Func<SignalCondition, bool> isRecorded)
    {
        // A source whose streams show no names.
    }
}
