namespace Contrail.Core.GoTrace.Events;

/// <summary>Whether an event needs a thread, a proc or a goroutine.</summary>
internal enum SchedulingRequirement
{
    May,
    Must,
    MustNot,
}

/// <summary>
/// What must be present when an event happens, as in the table of Go's own reader: M is the thread, P the proc, G the
/// goroutine. Immutable.
/// </summary>
internal sealed record SchedulingRequirements(
    SchedulingRequirement M, SchedulingRequirement P, SchedulingRequirement G)
{
    /// <summary>Whether everything required is present, and nothing forbidden.</summary>
    public bool AreMet(in GoContext context) =>
        IsMet(M, context.Thread) && IsMet(P, context.Proc) && IsMet(G, context.Goroutine);

    /// <summary>Describes the first requirement that is not met.</summary>
    public string Unmet(in GoContext context)
    {
        (SchedulingRequirement requirement, string name) = !IsMet(M, context.Thread) ? (M, "thread")
            : !IsMet(P, context.Proc) ? (P, "proc")
            : (G, "goroutine");
        return requirement == SchedulingRequirement.Must
            ? $"expected a {name} but didn't have one"
            : $"expected no {name} but had one";
    }

    private static bool IsMet(SchedulingRequirement requirement, long id) => requirement switch
    {
        SchedulingRequirement.Must => id != GoContext.None,
        SchedulingRequirement.MustNot => id == GoContext.None,
        _ => true,
    };
}
