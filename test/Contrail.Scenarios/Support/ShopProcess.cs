namespace Contrail.Scenarios.Support;

/// <summary>The sample shop, of the same build as these tests.</summary>
public sealed class ShopProcess : ChildProcess
{
    private const string Greeting = "listening on ";

    private ShopProcess(IEnumerable<string> arguments)
        : base(Repository.Dotnet, [Assembly, .. arguments])
    {
    }

    /// <summary>The path of the shop's assembly.</summary>
    public static string Assembly { get; } = Path.Combine(
        Repository.Artifacts, "bin", "Contrail.Samples.Shop", Repository.Configuration, "Contrail.Samples.Shop.dll");

    /// <summary>Where it answers.</summary>
    public Uri Address { get; private set; } = new("about:blank");

    /// <summary>Starts it, as with <c>--load 200 --incident-after 8</c>, and returns when it answers.</summary>
    public static async Task<ShopProcess> StartAsync(string arguments)
    {
        ShopProcess shop = new(arguments.Split(' '));
        try
        {
            string line = await shop.WaitForLineAsync(Greeting);
            shop.Address = new Uri(line[Greeting.Length..]);
            return shop;
        }
        catch (TimeoutException)
        {
            await shop.DisposeAsync();
            throw;
        }
    }
}
