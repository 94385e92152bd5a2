using System.Globalization;

namespace Contrail.Target;

/// <summary>The command line after the mode: <c>--name value</c> pairs and bare <c>--name</c> switches.</summary>
internal sealed class TargetOptions
{
    private readonly Dictionary<string, string> _values = [];

    public TargetOptions(ReadOnlySpan<string> arguments)
    {
        string? name = null;
        foreach (string argument in arguments)
        {
            if (argument.StartsWith("--", StringComparison.Ordinal))
            {
                name = argument[2..];
                _values[name] = "";
            }
            else
            {
                _values[name ?? throw new ArgumentException($"'{argument}' follows no option.")] = argument;
            }
        }
    }

    public bool Has(string name) => _values.ContainsKey(name);

    public string Text(string name, string otherwise) => _values.GetValueOrDefault(name, otherwise);

    public double Number(string name, double otherwise) =>
        _values.TryGetValue(name, out string? text) ? double.Parse(text, CultureInfo.InvariantCulture) : otherwise;

    public int Count(string name, int otherwise) => (int)Number(name, otherwise);
}
