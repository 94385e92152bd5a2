namespace Contrail.GoTrace;

/// <summary>The processes at the other end of a connection.</summary>
/// <param name="Pids">The processes, in the pid namespace of this process.</param>
/// <param name="Refusal">Why there are none; null if there are some.</param>
internal sealed record GoLinkOwners(IReadOnlyList<int> Pids, GoRefusal? Refusal)
{
    /// <summary>No process, for a reason.</summary>
    public static GoLinkOwners None(string because, string? remedy = null) => new([], new GoRefusal(because, remedy));
}
