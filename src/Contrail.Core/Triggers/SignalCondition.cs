namespace Contrail.Core.Triggers;

/// <summary>
/// A condition on one signal: observations are selected, measured, compared with a limit and possibly have to stay over
/// it. Immutable.
/// </summary>
/// <param name="Signal">The signal.</param>
internal sealed record SignalCondition(SignalDescription Signal) : Condition
{
    /// <summary>The separator of the two events of a pair.</summary>
    public const string PairSeparator = "..";

    /// <summary>The pattern of subjects; empty for all.</summary>
    public string Subject { get; init; } = "";

    /// <summary>
    /// The comparison of the value of each observation: the limit, or a selection if there is a measure.
    /// </summary>
    public Comparison? Value { get; init; }

    /// <summary>The comparisons of fields.</summary>
    public IReadOnlyList<FieldTest> Tests { get; init; } = [];

    /// <summary>The field that separates observations, or joins the two events of a pair; empty for none.</summary>
    public string Key { get; init; } = "";

    /// <summary>Whether the key is a field of the payload; otherwise it is the subject.</summary>
    public bool IsKeyPayload { get; init; }

    /// <summary>The number to compare; null for the value of each observation.</summary>
    public Measure? Measure { get; init; }

    /// <summary>How long all observations have to match.</summary>
    public long HoldNanoseconds { get; init; }

    /// <inheritdoc/>
    public override IEnumerable<SignalCondition> Signals => [this];

    /// <summary>The fields of payloads that it uses.</summary>
    public IEnumerable<string> PayloadFields =>
        Tests.Where(test => test.IsPayload).Select(test => test.Field)
            .Concat(IsKeyPayload ? [Key] : []).Distinct(StringComparer.OrdinalIgnoreCase);

    /// <summary>The patterns of what it observes: two of a pair.</summary>
    public IReadOnlyList<string> Subjects =>
        Signal.Kind == SignalKind.Pair ? [PairSubjects.Start, PairSubjects.Stop] : [Subject];

    /// <summary>The patterns of the two events of a pair; the second has the provider of the first.</summary>
    public (string Start, string Stop) PairSubjects
    {
        get
        {
            int at = Subject.IndexOf(PairSeparator, StringComparison.Ordinal);
            string start = Subject[..at];
            string stop = Subject[(at + PairSeparator.Length)..];
            bool hasProvider = stop.Contains('/', StringComparison.Ordinal);
            return (start, hasProvider ? stop : start[..(start.LastIndexOf('/') + 1)] + stop);
        }
    }

    /// <inheritdoc/>
    public override ConditionState NewState() => Signal.Kind switch
    {
        SignalKind.Pair => new PairState(this),
        SignalKind.Silence => new SilenceState(this),
        _ => new SignalState(this),
    };
}
