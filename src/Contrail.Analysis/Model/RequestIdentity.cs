namespace Contrail.Analysis.Model;

/// <summary>What identifies a request. Immutable.</summary>
/// <param name="Name">What was requested: the method. Empty if unknown.</param>
/// <param name="Target">From where: the path. Empty if unknown.</param>
/// <param name="TraceId">The W3C id of its trace; empty if unknown.</param>
/// <param name="SpanId">Its W3C id; empty if unknown.</param>
internal sealed record RequestIdentity(string Name, string Target, string TraceId, string SpanId)
{
    /// <summary>Both parts of the name.</summary>
    public override string ToString() => $"{Name} {Target}".Trim();
}
