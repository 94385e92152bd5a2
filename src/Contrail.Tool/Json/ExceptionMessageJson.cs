using Contrail.Analysis.Views;

namespace Contrail.Tool.Json;

/// <summary>A type of exception with one message, and how often it was thrown.</summary>
internal sealed record ExceptionMessageJson(string Type, string Message, long Count)
{
    public static ExceptionMessageJson Of(ExceptionCount one) => new(one.Type, one.Message, one.Count);
}
