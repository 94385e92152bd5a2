namespace Contrail.Scenarios.Support;

/// <summary>A method by its module and its token in it; generic instantiations are one method.</summary>
/// <param name="Module">
/// The name of the module's file without extension, which TraceLog writes in lower case at times; empty if unknown.
/// </param>
/// <param name="Token">The token; 0 if unknown.</param>
internal sealed record SampledMethod(string Module, uint Token)
{
    /// <summary>Its name, which does not identify it: readers write it in different forms.</summary>
    public string Name { get; init; } = "";

    /// <inheritdoc/>
    public bool Equals(SampledMethod? other) => other is not null && Token == other.Token
        && Module.Equals(other.Module, StringComparison.OrdinalIgnoreCase);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(
        StringComparer.OrdinalIgnoreCase.GetHashCode(Module), Token);
}
