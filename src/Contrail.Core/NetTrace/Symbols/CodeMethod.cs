namespace Contrail.Core.NetTrace.Symbols;

/// <summary>A method as the runtime describes it. Immutable.</summary>
/// <param name="Type">The full name of the declaring type; empty for a method without one.</param>
/// <param name="Name">The method's name in metadata.</param>
/// <param name="Signature">Its signature, as the runtime writes it; can be empty.</param>
/// <param name="Token">Its token in its module's metadata; 0 without one, as generated code is.</param>
/// <param name="Module">The load or the rundown event of its module; null if the trace does not contain it.</param>
internal sealed record CodeMethod(string Type, string Name, string Signature, uint Token, LoaderFact? Module)
{
    /// <summary>"Namespace.Type.Method", with the names that the runtime uses.</summary>
    public string FullName => Type.Length > 0 ? $"{Type}.{Name}" : Name;
}
