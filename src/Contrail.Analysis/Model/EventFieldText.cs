namespace Contrail.Analysis.Model;

/// <summary>A field of an event.</summary>
/// <param name="Name">Its name; empty if it has none.</param>
/// <param name="Value">Its value as text.</param>
/// <param name="IsNumber">Whether the text is a number.</param>
internal readonly record struct EventFieldText(string Name, string Value, bool IsNumber);
