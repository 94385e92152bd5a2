namespace Contrail.Core.Triggers;

/// <summary>A field of an observed event. Immutable.</summary>
/// <param name="Name">Its name, without a prefix.</param>
/// <param name="Text">Its value as text.</param>
/// <param name="Number">Its value as a number; null if it is not a number.</param>
internal readonly record struct ObservedField(string Name, string Text, double? Number = null);
