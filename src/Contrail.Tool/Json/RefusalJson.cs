namespace Contrail.Tool.Json;

/// <summary>Why a file cannot be read: a code for programs and a message for people.</summary>
internal sealed record RefusalJson(string Code, string Message);
