using Contrail.Analysis.Model;

namespace Contrail.Analysis.Export.Stacks;

/// <summary>What is known of a record in addition to its stack and its thread.</summary>
/// <param name="Type">The type of the object or the exception; empty if there is none, or it is unknown.</param>
/// <param name="Request">The request in which it happened; null if it is unknown, or not needed.</param>
internal readonly record struct StackLabels(string Type, RequestReference? Request)
{
    /// <summary>Nothing is known.</summary>
    public static StackLabels None { get; } = new("", null);
}
