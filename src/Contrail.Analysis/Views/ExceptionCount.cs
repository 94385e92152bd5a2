namespace Contrail.Analysis.Views;

/// <summary>Exceptions of one type with one message.</summary>
/// <param name="Type">The full name of the type; shortened to 200 characters.</param>
/// <param name="Message">The message; shortened to 200 characters, and may hold any character.</param>
/// <param name="Count">How often.</param>
internal sealed record ExceptionCount(string Type, string Message, long Count);
