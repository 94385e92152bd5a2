using Microsoft.EntityFrameworkCore;

namespace Shop.Requests;

/// <summary>Orders with their lines, in a database of SQLite in a file that is deleted at the end.</summary>
internal sealed class ShopContext(DbContextOptions<ShopContext> options) : DbContext(options)
{
    public DbSet<Order> Orders => Set<Order>();

    public DbSet<OrderLine> Lines => Set<OrderLine>();

    /// <summary>Creates the database with some orders.</summary>
    public static async Task CreateAsync(string file, int orderCount)
    {
        DbContextOptionsBuilder<ShopContext> options = new();
        options.UseSqlite($"Data Source={file}");
        await using ShopContext context = new(options.Options);
        await context.Database.EnsureCreatedAsync();
        context.Orders.AddRange(Enumerable.Range(0, orderCount).Select(number => new Order
        {
            Customer = $"customer {number % 97}",
            Lines = [.. Enumerable.Range(0, 4)
                .Select(line => new OrderLine { Product = $"product {line}", Count = line })],
        }));
        await context.SaveChangesAsync();
    }

    internal sealed class Order
    {
        public int Id { get; set; }

        public string Customer { get; set; } = "";

        public List<OrderLine> Lines { get; set; } = [];
    }

    internal sealed class OrderLine
    {
        public int Id { get; set; }

        public int OrderId { get; set; }

        public string Product { get; set; } = "";

        public int Count { get; set; }
    }
}
